import { experiment } from '../../experiment.ts';
import { runWith, spansOf } from '../../mesh-run.ts';

export const synthetic = experiment({
  name: 'synthetic',
  question: 'Can synthetic traffic run through everything and leave nothing behind?',
  did: 'The three services: a run with mesh.synthetic=true, and one without.',
  expected: {
    'the synthetic run': '78498 primes, verified, synthetic',
    'runs in the store after it': '0',
    'runs in the store after a usual one': '1',
    'spans of the loader that store a block': '0',
    'its spans that say mesh.synthetic': 'all',
  },
  async run(lab) {
    const mesh = await lab.startMesh();
    const stored = async (): Promise<string> => {
      const { json } = await mesh.meshctl('runs', '--json');
      return `${(json['runs'] as unknown[] | undefined)?.length}`;
    };
    const { json, traceId } = await runWith(mesh, { 'mesh.synthetic': 'true' });
    const after = await stored();
    await runWith(mesh, {});
    const spans = await spansOf(mesh, traceId, 'loader', /verify block|store block/);
    const marked = spans.filter(({ attributes }) => attributes['mesh.synthetic'] === 'true');
    const told = ['verified', 'synthetic'].filter((what) => json[what] === true);
    lab.linkTrace(traceId, 'the synthetic run');
    return {
      'the synthetic run': [`${String(json['primes'])} primes`, ...told].join(', '),
      'runs in the store after it': after,
      'runs in the store after a usual one': await stored(),
      'spans of the loader that store a block': `${spans.filter(({ name }) => name === 'store block').length}`,
      'its spans that say mesh.synthetic':
        marked.length === spans.length && spans.length > 0 ? 'all' : `${marked.length}`,
    };
  },
  why: 'The load generator sets the key once, and every service with a side effect looks at it. No service in between has to know.',
  production:
    'Test that the key has its effect, as this experiment does: a key that no service reads looks the same from outside. Use it to leave synthetic traffic out of alerts and bills.',
});
