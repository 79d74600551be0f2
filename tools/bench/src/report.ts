import Table from 'cli-table3';

/** One figure of the bench. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  readonly referee?: string;
  /** Ours / referee. */
  readonly ratio?: number;
  /** Bound that the ratio has to keep. */
  readonly must?: number;
}

/** Whether a figure keeps its bound; one without bound or referee does. */
export function isKept({ ratio, must }: Row): boolean {
  return ratio === undefined || must === undefined || ratio <= must;
}

/** Rows as a table for a terminal. */
export function renderTable(rows: readonly Row[]): string {
  const table = new Table({
    head: ['figure', 'ours', 'referee', 'ratio', 'must'],
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push(cells(row));
  return table.toString();
}

/** Rows as a Markdown table. */
export function renderMarkdown(rows: readonly Row[]): string {
  const lines = [
    ['figure', 'ours', 'referee', 'ratio', 'must'],
    ['---', '---', '---', '--:', '--:'],
    ...rows.map(cells),
  ];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cells(row: Row): string[] {
  const { figure, ours, referee = '', ratio, must } = row;
  return [
    figure,
    ours,
    referee,
    ratio === undefined ? '' : `${ratio.toFixed(2)}${isKept(row) ? '' : ' !'}`,
    must === undefined ? '' : `≤ ${must}`,
  ];
}
