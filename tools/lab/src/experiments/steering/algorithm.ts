import type { Mesh } from '@prime-mesh/harness';
import { experiment } from '../../experiment.ts';
import { droppedAt, runWith, spansOf, timesLogged } from '../../mesh-run.ts';

async function used(mesh: Mesh, algorithm: string, args?: readonly string[]): Promise<string> {
  const { json, code, stderr, traceId } = await runWith(mesh, { 'mesh.algorithm': algorithm }, args);
  if (code !== 0) return stderr;
  const spans = await spansOf(mesh, traceId, 'transformer', /^transform block$/);
  const found = new Set(spans.map(({ attributes }) => `${attributes['mesh.algorithm.used'] as string}`));
  const verified = json['verified'] === true ? 'verified' : 'unverified';
  return `${String(json['primes'])} ${verified} primes by ${[...found].join(' and ')}`;
}

/** What the transformer counts and logs about the order that it cannot follow. */
async function refusal(mesh: Mesh): Promise<string> {
  const dropped = await droppedAt(mesh, 'transformer', 'limit', 1);
  return `dropped ${dropped}, logged ${timesLogged(mesh, 'transformer', 'mesh.algorithm')}`;
}

export const algorithm = experiment({
  name: 'algorithm',
  question: 'Can baggage choose how the work is done, three hops away?',
  did: 'The three services: runs over [0, 10^6) with mesh.algorithm in their baggage, then a run that would take too long with the algorithm it names.',
  expected: {
    'mesh.algorithm=sieve': '78498 verified primes by sieve',
    'mesh.algorithm=trial': '78498 verified primes by trial',
    'mesh.algorithm=miller-rabin': '78498 verified primes by miller-rabin',
    'mesh.algorithm=quantum': '78498 verified primes by auto',
    'mesh.algorithm=trial, 10^7 numbers from 10^12 on': '361726 verified primes by auto',
    'that order, as the transformer counts and logs it': 'dropped 1, logged 1',
  },
  async run(lab) {
    const mesh = await lab.startMesh();
    return {
      'mesh.algorithm=sieve': await used(mesh, 'sieve'),
      'mesh.algorithm=trial': await used(mesh, 'trial'),
      'mesh.algorithm=miller-rabin': await used(mesh, 'miller-rabin'),
      'mesh.algorithm=quantum': await used(mesh, 'quantum'),
      'mesh.algorithm=trial, 10^7 numbers from 10^12 on': await used(mesh, 'trial', [
        '--from',
        '10^12',
        '--count',
        '10^7',
      ]),
      'that order, as the transformer counts and logs it': await refusal(mesh),
    };
  },
  why: 'The transformer reads the key where the work is done; the loader and the protocol between them do not know it. The value is on spans, logs and the CPU metric, so that variants can be compared.',
  production:
    'This is a feature flag for one request, and it comes from outside. It needs a closed set of values, and a bound on what each may cost. An order that is refused is counted, and the work is done as usual.',
});
