/** How many different values a name can take; a metric may carry only bounded ones. */
export type Cardinality = 'constant' | 'bounded' | 'unbounded';

export interface AttributeRow {
  readonly name: string;
  readonly type: 'string' | 'int' | 'double' | 'boolean';
  /** UCUM; absent for plain text and identifiers */
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
  /** UCUM */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  /** upper bound of the series of one service instance, baggage not counted */
  readonly series: number;
  /** bucket borders in `unit`; histograms only */
  readonly boundaries?: readonly number[];
  /** package that records it; absent for ours */
  readonly source?: string;
}

export interface SpanRow {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly description: string;
}

export interface EventRow {
  readonly name: string;
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly description: string;
}

export interface BaggageRow {
  /** a trailing `.` marks a family: the key is the name and one more word */
  readonly name: string;
  readonly owner: string;
  /** the closed set of values, or a description of the open one */
  readonly values: readonly string[] | string;
  readonly to: readonly ('span' | 'log' | 'metric')[];
  /** may a caller from outside the mesh set it */
  readonly crossesEdge: boolean;
  readonly personalData: boolean;
  /** different values let through to metrics, the rest becomes `other`; 0 = never on metrics */
  readonly metricValues: number;
}
