/** How many different values a name can take; a metric may carry only bounded ones. */
export type Cardinality = 'constant' | 'bounded' | 'unbounded';

export interface AttributeRow {
  readonly name: string;
  readonly type: 'string' | 'int' | 'double' | 'boolean' | 'string[]';
  /** UCUM; absent for plain text and identifiers. */
  readonly unit?: string;
  readonly cardinality: Cardinality;
  readonly example: string;
  readonly description: string;
}

export interface MetricRow {
  readonly name: string;
  readonly instrument:
    | 'counter'
    | 'upDownCounter'
    | 'histogram'
    | 'gauge'
    | 'observableCounter'
    | 'observableGauge';
  /** UCUM. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  /** Upper bound of the series of one service instance, baggage not counted. */
  readonly series: number;
  /** Bucket borders in `unit`; histograms only. */
  readonly boundaries?: readonly number[];
  /** Package that records it; absent for ours. */
  readonly source?: string;
}

export interface SpanRow {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly description: string;
}

export interface EventRow {
  readonly name: string;
  /** Of a log; an event of a span has none. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error' | 'on the span';
  readonly description: string;
}

/** Variables of a service that let operators' keys in. */
export type BaggageSwitch = 'FAULTS_ENABLED' | 'DEBUG_ENABLED';

/** Values that nobody can list. */
export interface OpenValues {
  readonly description: string;
  readonly pattern: RegExp;
}

export interface BaggageRow {
  /** The key; with `services`, its beginning. */
  readonly name: string;
  /** One key for each: the name and the service. */
  readonly services?: readonly string[];
  readonly owner: string;
  /** An entry with another value is dropped. */
  readonly values: readonly string[] | OpenValues;
  readonly to: readonly ('span' | 'log' | 'metric')[];
  /** May a caller set it: yes, or only where this variable is true. */
  readonly crossesEdge: true | BaggageSwitch;
  readonly personalData: boolean;
  /** Different values let through to metrics, the rest becomes `other`; 0 = never on metrics. */
  readonly metricValues: number;
  /** What the entry does, besides being recorded. */
  readonly effect: string;
}
