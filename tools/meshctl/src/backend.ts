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

/** Where the telemetry went, read back. Every call may reject when it cannot be reached. */
export interface Backend {
  /** How a person calls it. */
  readonly name: string;
  traceSpans(traceId: string): Promise<readonly Span[]>;
  traceLogs(traceId: string): Promise<readonly LogRecord[]>;
  /** Who reports these metrics, and when last. */
  metricReports(metrics: readonly string[]): Promise<readonly MetricReport[]>;
  /** Where a person sees the trace. */
  tracePage(traceId: string): string;
}
