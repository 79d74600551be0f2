import { experiment } from '../../experiment.ts';
import { droppedAt, runWith, spansOf, type MeshRun } from '../../mesh-run.ts';

export const fault = experiment({
  name: 'fault',
  question: 'Can baggage make one request fail and leave the others alone?',
  did: 'The three services. Runs with mesh.fault.SERVICE in their baggage, runs without; then the same where FAULTS_ENABLED is false.',
  expected: {
    'mesh.fault.transformer=status:RESOURCE_EXHAUSTED': 'fails, and says that it was ordered',
    'mesh.fault.extractor=delay:200ms': 'succeeds; its span took 200 ms or more',
    'mesh.fault.loader=explode, which is no fault': 'succeeds',
    'no fault': 'succeeds',
    'mesh.fault.loader=error:1, faults disabled': 'succeeds; 1 dropped',
  },
  async run(lab) {
    const mesh = await lab.startMesh({}, 'own');
    const verdict = ({ code }: MeshRun): string => (code === 0 ? 'succeeds' : 'fails');
    const failed = await runWith(mesh, { 'mesh.fault.transformer': 'status:RESOURCE_EXHAUSTED' });
    const slow = await runWith(mesh, { 'mesh.fault.extractor': 'delay:200ms' });
    const [served] = await spansOf(mesh, slow.traceId, 'extractor', /\/Extract$/);
    const tookMs = Number((served?.endNs ?? 0n) - (served?.startNs ?? 0n)) / 1e6;
    const unknown = await runWith(mesh, { 'mesh.fault.loader': 'explode' });
    const plain = await runWith(mesh, {});
    const guarded = await lab.startMesh({ all: { FAULTS_ENABLED: 'false' } }, 'own');
    const refused = await runWith(guarded, { 'mesh.fault.loader': 'error:1' });
    const ordered = failed.stderr.includes('ordered by mesh.fault') ? ', and says that it was ordered' : '';
    return {
      'mesh.fault.transformer=status:RESOURCE_EXHAUSTED': `${verdict(failed)}${ordered}`,
      'mesh.fault.extractor=delay:200ms': `${verdict(slow)}; its span took ${tookMs >= 199 ? '200 ms or more' : `${tookMs} ms`}`,
      'mesh.fault.loader=explode, which is no fault': verdict(unknown),
      'no fault': verdict(plain),
      'mesh.fault.loader=error:1, faults disabled': `${verdict(refused)}; ${await droppedAt(guarded, 'loader', 'forbidden', 1)} dropped`,
    };
  },
  why: 'The order travels with the request, so that only its own trace fails, at the one service the key names, however deep in the tree that is. The span says that it was ordered: nobody hunts a bug that was asked for.',
  production:
    'Try failure on real deployments with a request of your own: retries, alerts and dashboards then show it. Off by configuration where callers are strangers, and the key taken away at the edge.',
});
