import { expect, test } from 'vitest';
import { until } from './until.ts';

test('it asks until the answer is there', async () => {
  let asked = 0;
  expect(
    await until(
      'the third answer',
      () => ++asked,
      (answer) => answer === 3,
    ),
  ).toBe(3);
});

test('a question that fails is asked again', async () => {
  let asked = 0;
  const ask = (): string => {
    if (asked++ === 0) throw new Error('not yet');
    return 'now';
  };
  expect(await until('an answer', ask)).toBe('now');
});

test('it gives up in time, naming what was awaited and what came', async () => {
  const never = until(
    'the end',
    () => 'a beginning',
    (answer) => answer === 'the end',
    { withinMs: 150 },
  );
  await expect(never).rejects.toThrow("the end is not there after 150 ms, but 'a beginning'");
});
