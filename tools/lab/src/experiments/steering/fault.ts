import { experiment } from '../../experiment.ts';
import { droppedAt, runWith, spansOf, type MeshRun } from '../../mesh-run.ts';
import type { Mesh } from '@prime-mesh/harness';

const verdict = ({ code }: MeshRun): string => (code === 0 ? 'succeeds' : 'fails');

async function failure(mesh: Mesh, key: string, order: string): Promise<string> {
  const failed = await runWith(mesh, { [key]: order });
  const isTold = failed.stderr.includes(`ordered by ${key}=${order}`);
  return `${verdict(failed)}${isTold ? ', and says that it was ordered' : ''}`;
}

async function delayed(mesh: Mesh): Promise<string> {
  const slow = await runWith(mesh, { 'mesh.fault.extractor': 'delay:200ms' });
  const [served] = await spansOf(mesh, slow.traceId, 'extractor', /\/Extract$/);
  const tookMs = Number((served?.endNs ?? 0n) - (served?.startNs ?? 0n)) / 1e6;
  const took = tookMs >= 199 ? '200 ms or more' : `${tookMs} ms`;
  const injected = served?.events.find(({ name }) => name === 'fault.injected');
  const isTold = injected?.attributes['mesh.fault'] === 'mesh.fault.extractor=delay:200ms';
  return `${verdict(slow)}; its span took ${took}${isTold ? ', and says why' : ''}`;
}

async function burned(mesh: Mesh): Promise<string> {
  const busy = await runWith(mesh, { 'mesh.fault.transformer': 'cpu:80ms' });
  const [span] = await spansOf(mesh, busy.traceId, 'transformer', /^transform block$/);
  const seconds = Number(span?.attributes['mesh.thread.cpu.time']);
  return `${verdict(busy)}; its thread worked ${seconds > 0.079 ? '80 ms or more' : `${seconds} s`}`;
}

/** What becomes of an order where faults are disabled. */
async function refused(mesh: Mesh): Promise<string> {
  const ended = await runWith(mesh, { 'mesh.fault.loader': 'error:1' });
  return `${verdict(ended)}; ${await droppedAt(mesh, 'loader', 'forbidden', 1)} dropped`;
}

export const fault = experiment({
  name: 'fault',
  question: 'Can baggage make one request fail and leave the others alone?',
  did: 'The three services: runs with mesh.fault.SERVICE in their baggage and runs without. Then one where FAULTS_ENABLED is false.',
  expected: {
    'mesh.fault.transformer=status:RESOURCE_EXHAUSTED': 'fails, and says that it was ordered',
    'mesh.fault.loader=error:1': 'fails, and says that it was ordered',
    'mesh.fault.extractor=delay:200ms': 'succeeds; its span took 200 ms or more, and says why',
    'mesh.fault.transformer=cpu:80ms': 'succeeds; its thread worked 80 ms or more',
    'mesh.fault.loader=explode, which is no fault': 'succeeds',
    'no fault': 'succeeds',
    'mesh.fault.loader=error:1, faults disabled': 'succeeds; 1 dropped',
  },
  async run(lab) {
    const mesh = await lab.startMesh({}, 'own');
    const guarded = await lab.startMesh({ all: { FAULTS_ENABLED: 'false' } }, 'own');
    return {
      'mesh.fault.transformer=status:RESOURCE_EXHAUSTED': await failure(
        mesh,
        'mesh.fault.transformer',
        'status:RESOURCE_EXHAUSTED',
      ),
      'mesh.fault.loader=error:1': await failure(mesh, 'mesh.fault.loader', 'error:1'),
      'mesh.fault.extractor=delay:200ms': await delayed(mesh),
      'mesh.fault.transformer=cpu:80ms': await burned(mesh),
      'mesh.fault.loader=explode, which is no fault': verdict(
        await runWith(mesh, { 'mesh.fault.loader': 'explode' }),
      ),
      'no fault': verdict(await runWith(mesh, {})),
      'mesh.fault.loader=error:1, faults disabled': await refused(guarded),
    };
  },
  why: 'The order travels with the request, so only its own trace fails, at the service that the key names, however deep in the tree that is. The span says that the fault was ordered, so nobody looks for a bug.',
  production:
    'Try failures on real deployments with a request of your own, and see whether retries, alerts and dashboards work. Where callers are strangers, switch faults off by configuration, and remove the key at the edge.',
});
