import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { diagLines } from '../testing/diag-lines.ts';
import { runStages } from './shutdown.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => vi.useRealTimers());

const never = async (): Promise<void> => new Promise(() => {});

test('the last stage gets all the time that is left', async () => {
  const said = diagLines();
  let isOver = false;
  const stages = [
    { what: 'first', run: () => [Promise.resolve()] },
    { what: 'last', run: () => [never()] },
  ];
  const over = runStages(stages, 1_000).then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await over;
  expect(said).toEqual(['last not flushed within 1000 ms, some may be lost']);
});

test('a stage that hangs leaves time to those after it', async () => {
  const said = diagLines();
  const begun: number[] = [];
  const start = Date.now();
  const stage = (what: string) => ({
    what,
    run: () => {
      begun.push(Date.now() - start);
      return [never()];
    },
  });
  const over = runStages([stage('first'), stage('last')], 1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await over;
  expect(begun).toEqual([0, 700]);
  expect(said).toEqual([
    'first not flushed within 700 ms, some may be lost',
    'last not flushed within 300 ms, some may be lost',
  ]);
});

test('what fails is reported in one line, and the next stage runs', async () => {
  const said = diagLines();
  const run = vi.fn(() => [Promise.resolve()]);
  const failing = { what: 'spans', run: () => [Promise.reject(new Error('no\n  route')), Promise.resolve()] };
  await runStages([failing, { what: 'metrics', run }], 1_000);
  expect(said).toEqual(['spans lost: no route']);
  expect(run).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});
