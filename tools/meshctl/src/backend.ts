import type { Period } from '@prime-mesh/backends';

/** A span as every backend can tell it. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for a root. */
  readonly parentSpanId?: string;
  readonly service: string;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A log record of a trace. */
export interface LogRecord {
  readonly service: string;
  readonly spanId: string;
}

/** That a service reports a metric. */
export interface MetricReport {
  readonly service: string;
  readonly metric: string;
  readonly lastNs: bigint;
}

/** What is known about a run before its telemetry is read. */
export interface ExpectedRun {
  readonly id: string;
  readonly traceId: string;
  readonly blocksTotal: number;
  /** Trace ids that its stored blocks name. */
  readonly blockTraceIds: readonly string[];
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

/** Code of the FailureError of a backend that is there, but not ready, or has too much to do: it may be asked again. */
export const backendBusy = 'BACKEND_BUSY';

/** Where the telemetry went, read back. Every call may reject with a FailureError when it cannot be reached. */
export interface Backend {
  /** How a person calls it. */
  readonly name: string;
  /** How long telemetry may take to arrive, seconds. */
  readonly arrivalSeconds: number;
  traceSpans(traceId: string): Promise<readonly Span[]>;
  /** Log records of a trace, all of which were written during the period. */
  traceLogs(traceId: string, during: Period): Promise<readonly LogRecord[]>;
  /** Who reports these metrics, and when last as of a little after the period. */
  metricReports(metrics: readonly string[], during: Period): Promise<readonly MetricReport[]>;
  /** CPU time by metric and by spans. A backend that forgets old telemetry by itself counts all it holds. */
  billSources(during: Period): Promise<BillSources>;
  /** Where a person sees the trace. */
  tracePage(traceId: string, run?: ExpectedRun): string;
  /** Where a person sees more of a run than its trace. */
  runPages(run: ExpectedRun): readonly Page[];
}
