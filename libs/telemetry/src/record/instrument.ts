import {
  metrics,
  type Counter,
  type Gauge,
  type Histogram,
  type Meter,
  type MetricOptions,
  type ObservableCounter,
  type ObservableGauge,
  type UpDownCounter,
} from '@opentelemetry/api';
import type { MetricRow } from '../names/row.ts';

/** The scope of every metric of this repository. Metrics of this scope carry bounded baggage. */
export const ourMeterName = 'prime-mesh';

/** The instrument that each kind of row becomes. */
interface Instruments {
  counter: Counter;
  upDownCounter: UpDownCounter;
  histogram: Histogram;
  gauge: Gauge;
  observableCounter: ObservableCounter;
  observableGauge: ObservableGauge;
}

const makers: {
  [Kind in keyof Instruments]: (meter: Meter, name: string, options: MetricOptions) => Instruments[Kind];
} = {
  counter: (meter, name, options) => meter.createCounter(name, options),
  upDownCounter: (meter, name, options) => meter.createUpDownCounter(name, options),
  histogram: (meter, name, options) => meter.createHistogram(name, options),
  gauge: (meter, name, options) => meter.createGauge(name, options),
  observableCounter: (meter, name, options) => meter.createObservableCounter(name, options),
  observableGauge: (meter, name, options) => meter.createObservableGauge(name, options),
};

/**
 * Makes the instrument of a row of the table, as in `instrument(names.metrics.blocks)`. Call it after the preload: an
 * instrument that was made before records nothing.
 */
export function instrument<Kind extends keyof Instruments>(
  row: MetricRow & { readonly instrument: Kind },
): Instruments[Kind] {
  const { name, unit, description, boundaries } = row;
  const advice = boundaries === undefined ? {} : { advice: { explicitBucketBoundaries: [...boundaries] } };
  return makers[row.instrument](metrics.getMeter(ourMeterName), name, { unit, description, ...advice });
}
