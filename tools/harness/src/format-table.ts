import Table from 'cli-table3';

const noBorder = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export interface TableOptions {
  readonly head?: readonly string[];
  /** Columns, counted from 0, that are aligned right. */
  readonly right?: readonly number[];
}

/** Lays out rows in columns, without borders, two spaces apart. */
export function formatTable(
  rows: readonly (readonly string[])[],
  { head = [], right = [] }: TableOptions = {},
): string {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const table = new Table({
    head: [...head],
    chars: noBorder,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: Array.from({ length: width }, (_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
