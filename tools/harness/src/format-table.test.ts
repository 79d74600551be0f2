import { expect, test } from 'vitest';
import { formatTable } from './format-table.ts';

test('a table has no borders, numbers flush right and no blanks at the end', () => {
  const rows = [
    ['extractor', '1'],
    ['loader', '100'],
  ];
  expect(formatTable(rows, { head: ['service', 'n'], right: [1] })).toBe(
    'service      n\nextractor    1\nloader     100',
  );
});
