import type { MetricReport, Span, TraceLog } from '@prime-mesh/backends';
import type { ExpectedRun } from './expected-run.ts';

/** Everything the backend holds about a run. */
export interface Evidence {
  readonly run: ExpectedRun;
  readonly spans: readonly Span[];
  readonly logs: readonly TraceLog[];
  readonly metrics: readonly MetricReport[];
}

/** What one check found. */
export interface CheckResult {
  readonly name: string;
  /** What was counted, when nothing is wrong. */
  readonly found: string;
  /** What is missing or wrong, one entry each; empty when the check passes. */
  readonly problems: readonly string[];
  /** What was seen and is as it may be, one entry each. */
  readonly notes?: readonly string[];
}

/** Whether every check passed. */
export function isComplete(results: readonly CheckResult[]): boolean {
  return results.every(({ problems }) => problems.length === 0);
}

/** How a problem names a span. */
export function describeSpan({ service, name, spanId }: Span): string {
  return `${service} "${name}" ${spanId}`;
}
