import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import type { CheckResult } from './evidence.ts';

/** Problems shown of one check; the others are counted. */
const shownProblems = 5;

/** One line a check, and below it what is missing. */
export function renderChecks(results: readonly CheckResult[], style: Output['style']): string {
  const rows = results.flatMap(({ name, found, problems }) => {
    if (problems.length === 0) return [[style('green', 'ok'), name, found]];
    const shown = problems.slice(0, shownProblems).map((problem) => ['', '', style('red', problem)]);
    const more = problems.length - shown.length;
    const rest = more > 0 ? [['', '', style('red', `… ${more} more`)]] : [];
    return [[style('red', 'no'), name, `${problems.length} problems`], ...shown, ...rest];
  });
  return formatTable(rows);
}

/** The checks as --json prints them. */
export function checksJson(results: readonly CheckResult[]): object[] {
  return results.map(({ name, found, problems }) => ({ name, ok: problems.length === 0, found, problems }));
}
