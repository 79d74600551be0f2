import { afterAll, beforeAll, expect, test } from 'vitest';
import { experiment } from './experiment.ts';
import { experiments } from './experiments.ts';
import { startBackend } from '@prime-mesh/harness';
import { probe } from './probe.ts';
import { runExperiments } from './run-experiments.ts';

let backend: Awaited<ReturnType<typeof startBackend>>;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(async () => backend[Symbol.asyncDispose]());

async function run(chosen: typeof experiments): Promise<{ printed: string; ok: boolean[] }> {
  let printed = '';
  const verdicts = await runExperiments(chosen, { backend, print: (text) => (printed += `${text}\n`) });
  return { printed, ok: verdicts.map(({ ok }) => ok) };
}

test.each(experiments)('$name is seen as expected', async (one) => {
  const { printed, ok } = await run([one]);
  expect(ok, printed).toEqual([true]);
});

const texts = { name: 'wrong', question: 'Is it?', did: 'Nothing.', why: 'So.', production: 'No.' };

test('an experiment that sees something else is shown side by side and is not as expected', async () => {
  const wrong = experiment({ ...texts, expected: { colour: 'red' }, run: async () => ({ colour: 'blue' }) });
  const { printed, ok } = await run([wrong]);
  expect(ok).toEqual([false]);
  expect(printed).toMatch(/^NO +colour +red +blue$/m);
});

test('an experiment that breaks ends its hops and leaves the next ones alone', async () => {
  const broken = experiment({
    ...texts,
    expected: { colour: 'red' },
    run: async (lab) => {
      await lab.startHops({ name: 'A' });
      throw new Error('out of paint');
    },
  });
  const right = experiment({ ...texts, expected: { colour: 'red' }, run: async () => ({ colour: 'red' }) });
  const { printed, ok } = await run([broken, right]);
  expect(ok).toEqual([false, true]);
  expect(printed).toContain('out of paint');
});

test('a hop that cannot start says why', async () => {
  const broken = experiment({
    ...texts,
    expected: { port: 'none' },
    run: async (lab) => {
      await lab.startHops({ name: 'A', env: { NODE_OPTIONS: '--no-such-flag' } });
      return { port: 'some' };
    },
  });
  const { printed, ok } = await run([broken]);
  expect(ok).toEqual([false]);
  expect(printed).toContain('--no-such-flag');
});

test('a probe names what each hop lost, and why where the hop says so', async () => {
  const { losses, hops } = await probe({
    baggage: 'mesh.tenant=acme,card=4711',
    propagators: ['', 'b3', 'b3'],
    backend,
  });
  expect(hops.map(({ hop }) => hop)).toEqual(['hop-1', 'hop-2', 'hop-3']);
  expect(losses).toEqual([
    'hop-1 does not have card',
    'hop-2 does not have mesh.tenant',
    'hop-1 dropped 1, unknown_key: card',
  ]);
});

test.each([
  [
    '200 entries',
    Array.from({ length: 200 }, (_, index) => `k${index}=v`).join(','),
    ['hop-1 dropped 180, unknown_key: k0, k1, k2, k3, k4 and 175 more', 'hop-1 dropped 20, limit'],
  ],
  ['a value of 5000 bytes', `mesh.tenant=${'v'.repeat(5_000)}`, ['hop-1 dropped 1, limit: mesh.tenant']],
  [
    'pairs without a key, a value or an end',
    '=x,mesh.tenant=,;,%ZZ=%ZZ,mesh.tier',
    [expect.stringMatching(/^hop-1 dropped 5, malformed: /)],
  ],
])('a probe with %s is answered, and says what was dropped', async (_, baggage, dropped) => {
  const { losses, hops, error } = await probe({ baggage, propagators: ['', ''], backend });
  expect(error).toBeUndefined();
  expect(hops).toHaveLength(2);
  expect(losses).toEqual(expect.arrayContaining(dropped));
});
