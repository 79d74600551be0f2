import { expect, test } from 'vitest';
import { RunsUnderWay } from './runs-under-way.ts';

test('a run is under way, by its id, until it ends', () => {
  const runs = new RunsUnderWay();
  {
    using _ = runs.add('a');
    expect([runs.has('a'), runs.has('b')]).toEqual([true, false]);
  }
  expect(runs.has('a')).toBe(false);
});

test('disposing waits for every run', async () => {
  const runs = new RunsUnderWay();
  const [first, second] = [runs.add('a'), runs.add('b')];
  const order: string[] = [];
  const disposed = runs[Symbol.asyncDispose]().then(() => order.push('disposed'));
  for (const [id, run] of Object.entries({ a: first, b: second })) {
    await Promise.resolve();
    order.push(`${id} ended`);
    run[Symbol.dispose]();
  }
  await disposed;
  expect(order).toEqual(['a ended', 'b ended', 'disposed']);
});
