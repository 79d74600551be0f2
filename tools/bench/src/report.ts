import { formatTable } from '@prime-mesh/harness';
import { markdownTable } from 'markdown-table';

const head = ['figure', 'ours', 'referee', 'ratio', 'must'] as const;

/** One figure of the bench. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  readonly referee?: string;
  /** Ours / referee. */
  readonly ratio?: number;
  /** Upper bound of the ratio. */
  readonly must?: number;
}

/** Whether a figure is within its bound; without a bound or a referee it is. */
export function isKept({ ratio, must }: Row): boolean {
  return ratio === undefined || must === undefined || ratio <= must;
}

/** Rows as a table for a terminal. */
export function renderTable(rows: readonly Row[]): string {
  return formatTable(rows.map(cells), { head });
}

/** Rows as a Markdown table. */
export function renderMarkdown(rows: readonly Row[]): string {
  return markdownTable([[...head], ...rows.map(cells)], { align: ['l', 'l', 'l', 'r', 'r'] });
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
