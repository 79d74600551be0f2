import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import type { CheckResult } from './evidence.ts';

/** Lines shown of what one check found wrong, and of what it notes; the others are counted. */
const shownLines = 5;

/** One line a check, and below it what is missing, and what is worth knowing. */
export function renderChecks(results: readonly CheckResult[], style: Output['style']): string {
  const below = (color: 'red' | 'dim', lines: readonly string[]): string[][] => {
    const more = lines.length - shownLines;
    const shown = [...lines.slice(0, shownLines), ...(more > 0 ? [`… ${more} more`] : [])];
    return shown.map((line) => ['', '', style(color, line)]);
  };
  const rows = results.flatMap(({ name, found, problems, notes = [] }) => [
    problems.length === 0
      ? [style('green', 'ok'), name, found]
      : [style('red', 'no'), name, `${problems.length} problems`],
    ...below('red', problems),
    ...below('dim', notes),
  ]);
  return formatTable(rows);
}

/** The checks as --json prints them. */
export function checksJson(results: readonly CheckResult[]): object[] {
  return results.map(({ name, found, problems, notes = [] }) => ({
    name,
    ok: problems.length === 0,
    found,
    problems,
    notes,
  }));
}
