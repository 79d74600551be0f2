import type { Span } from './span.ts';

/** A span of time; both ends in nanoseconds since the epoch. */
export interface Period {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** Where a log record of a trace was written. */
export interface TraceLog {
  readonly service: string;
  readonly spanId: string;
}

/** The last report of a metric by a service. */
export interface MetricReport {
  readonly service: string;
  readonly metric: string;
  readonly lastNs: bigint;
}

/** A run whose trace is in the backend. */
export interface TracedRun {
  readonly traceId: string;
  /** Its allow-listed baggage. */
  readonly baggage: Readonly<Record<string, string>>;
  readonly startedNs: bigint;
  /** Absent while it runs. */
  readonly endedNs?: bigint;
}

/** CPU time that the processes of a service have counted, seconds. */
export interface CountedTime {
  readonly service: string;
  /** Absent where the baggage named none. */
  readonly tenant?: string;
  readonly seconds: number;
}

/** What a bill is computed from, all for the same period. */
export interface BillSources {
  /** Of `mesh.cpu.time`. */
  readonly charged: readonly CountedTime[];
  /** Of `process.cpu.time`. */
  readonly processes: readonly CountedTime[];
  readonly spans: readonly Pick<Span, 'service' | 'attributes'>[];
}

/** A page to look at. */
export interface Page {
  readonly title: string;
  readonly url: string;
}

/** A place that telemetry is read from. Every call may reject with a BackendError that says what to do. */
export interface Backend {
  /** Its name for a person. */
  readonly name: string;
  /** How long telemetry may take to arrive, seconds. */
  readonly arrivalSeconds: number;
  traceSpans(traceId: string): Promise<readonly Span[]>;
  /** Log records of a trace that were written during the period. */
  traceLogs(traceId: string, during: Period): Promise<readonly TraceLog[]>;
  /** Which services report these metrics, with the last time before a moment shortly after the period. */
  metricReports(metrics: readonly string[], during: Period): Promise<readonly MetricReport[]>;
  /** CPU time by metric and by spans. A backend that deletes old telemetry by itself counts all that it has. */
  billSources(during: Period): Promise<BillSources>;
  /** Page of the trace. */
  tracePage(traceId: string, run?: TracedRun): string;
  /** Pages that show more of a run than its trace. */
  runPages(run: TracedRun): readonly Page[];
}
