/** How many different values an attribute takes. A metric carries no unbounded one. */
export type Cardinality = 'constant' | 'bounded' | 'unbounded';

export interface AttributeRow {
  readonly name: string;
  readonly type: 'string' | 'int' | 'double' | 'boolean' | 'string[]';
  /** In UCUM; absent for text and identifiers. */
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
    | 'observableUpDownCounter'
    | 'observableGauge';
  /** In UCUM. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  /** Most series of one service instance, without those that baggage adds. */
  readonly series: number;
  /** Borders of the buckets, in `unit`; for histograms only. */
  readonly boundaries?: readonly number[];
  /** The package that records it; absent where this repository does. */
  readonly source?: string;
}

export interface SpanRow {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly description: string;
}

export interface EventRow {
  readonly name: string;
  /** Of the log record; an event of a span has none, and what is written before or beside the log is not exported. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error' | 'on the span' | 'on standard error';
  readonly description: string;
}

/** Variables of a service that allow the operators' keys. */
export type BaggageSwitch = 'FAULTS_ENABLED' | 'DEBUG_ENABLED';

/** Values that no list can hold. */
export interface OpenValues {
  readonly description: string;
  readonly pattern: RegExp;
}

export interface BaggageRow {
  /** The key, or its beginning where there are `services`. */
  readonly name: string;
  /** One key for each: the name followed by the service. */
  readonly services?: readonly string[];
  /** Who sets it. */
  readonly owner: string;
  /** An entry with any other value is dropped. */
  readonly values: readonly string[] | OpenValues;
  readonly to: readonly ('span' | 'log' | 'metric')[];
  /** Whether callers may set it: always, or only where this variable is true. */
  readonly crossesEdge: true | BaggageSwitch;
  readonly personalData: boolean;
  /** Different values that one metric shows; later ones are `other`. 0 for a key that is on no metric. */
  readonly metricValues: number;
  /** What the value says. What a service does about it is that service's own policy. */
  readonly description: string;
}
