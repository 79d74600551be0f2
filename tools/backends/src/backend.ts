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

/** That a service reports a metric. */
export interface MetricReport {
  readonly service: string;
  readonly metric: string;
  readonly lastNs: bigint;
}

/** A run whose trace is in the backend. */
export interface TracedRun {
  readonly traceId: string;
  /** Allow-listed baggage that came with it. */
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

/** What a bill is made of, all of one span of time. */
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

/** Where the telemetry went, read back. Every call may reject with a BackendError that says what to do. */
export interface Backend {
  /** How a person calls it. */
  readonly name: string;
  /** How long telemetry may take to arrive, seconds. */
  readonly arrivalSeconds: number;
  traceSpans(traceId: string): Promise<readonly Span[]>;
  /** Log records of a trace, all of which were written during the period. */
  traceLogs(traceId: string, during: Period): Promise<readonly TraceLog[]>;
  /** Who reports these metrics, and when last as of a little after the period. */
  metricReports(metrics: readonly string[], during: Period): Promise<readonly MetricReport[]>;
  /** CPU time by metric and by spans. A backend that forgets old telemetry by itself counts all it holds. */
  billSources(during: Period): Promise<BillSources>;
  /** Where a person sees the trace. */
  tracePage(traceId: string, run?: TracedRun): string;
  /** Where a person sees more of a run than its trace. */
  runPages(run: TracedRun): readonly Page[];
}
