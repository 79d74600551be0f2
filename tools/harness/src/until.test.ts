import { expect, test } from 'vitest';
import { until } from './until.ts';

test('it asks until an answer is accepted', async () => {
  let asked = 0;
  expect(
    await until(
      'the third answer',
      () => ++asked,
      (answer) => answer === 3,
    ),
  ).toBe(3);
});

test('an ask that throws is called again', async () => {
  let asked = 0;
  const ask = (): string => {
    if (asked++ === 0) throw new Error('not yet');
    return 'now';
  };
  expect(await until('an answer', ask)).toBe('now');
});

test('it gives up in time, with what was awaited and the last answer', async () => {
  const never = until(
    'the end',
    () => 'a beginning',
    (answer) => answer === 'the end',
    { withinMs: 150 },
  );
  await expect(never).rejects.toThrow("the end is not there after 150 ms, but 'a beginning'");
});
