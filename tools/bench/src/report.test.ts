import { expect, test } from 'vitest';
import { median } from './measure.ts';
import { isKept, renderMarkdown } from './report.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('a figure above its bound is marked; one without a bound or a referee is not', () => {
  expect(isKept({ figure: 'f', ours: '', ratio: 1.31, must: 1.3 })).toBe(false);
  expect(isKept({ figure: 'f', ours: '', ratio: 1.3, must: 1.3 })).toBe(true);
  expect(isKept({ figure: 'f', ours: '', ratio: 9 })).toBe(true);
  expect(renderMarkdown([{ figure: 'f', ours: '1 s', ratio: 2, must: 1 }])).toMatch(
    /^\| f +\| 1 s +\| +\| 2\.00 ! \| +≤ 1 \|$/m,
  );
});
