import type { DevtoolsServer } from 'autotel-devtools';
import type {
  AnyPoint,
  Buckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  Int64,
  NumberPoint,
  SummaryPoint,
} from './otlp.ts';

/** One metric of one resource and scope, as the store takes it. */
export type Stream = Parameters<DevtoolsServer['ingestMetricStreams']>[0][number];
/** A point without its time and attributes. */
export type Values = Omit<Stream['points'][number], 'timestamp' | 'startTimestamp' | 'attributes'>;

/** Bit in the flags of a point: nothing was recorded. */
const noRecordedValue = 1;

/** False for a point whose value is absent or not finite, which the store would show as 0. */
export function isRecorded(point: AnyPoint & Partial<NumberPoint>): boolean {
  const isNumber = point.value !== 'asDouble' || Number.isFinite(point.asDouble);
  return isNumber && (point.flags & noRecordedValue) === 0;
}

export function numberValues(point: NumberPoint): Values {
  return { value: point.value === 'asInt' ? point.asInt.toNumber() : point.asDouble };
}

export function histogramValues(point: HistogramPoint): Values {
  return {
    ...distributionValues(point),
    bucketCounts: toNumbers(point.bucketCounts),
    explicitBounds: [...point.explicitBounds],
  };
}

export function exponentialValues(point: ExponentialHistogramPoint): Values {
  return {
    ...distributionValues(point),
    scale: point.scale,
    zeroCount: point.zeroCount.toNumber(),
    zeroThreshold: point.zeroThreshold,
    ...(point.positive === null ? {} : { positive: toBuckets(point.positive) }),
    ...(point.negative === null ? {} : { negative: toBuckets(point.negative) }),
  };
}

export function summaryValues(point: SummaryPoint): Values {
  const quantiles = point.quantileValues.map(({ quantile, value }) => ({ quantile, value }));
  return { count: point.count.toNumber(), sum: point.sum, quantiles };
}

function distributionValues({ count, sum, min, max }: HistogramPoint | ExponentialHistogramPoint): Values {
  return {
    count: count.toNumber(),
    ...(sum === null ? {} : { sum }),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
  };
}

function toBuckets({ offset, bucketCounts }: Buckets): { offset: number; bucketCounts: number[] } {
  return { offset, bucketCounts: toNumbers(bucketCounts) };
}

function toNumbers(counts: readonly Int64[]): number[] {
  return counts.map((count) => count.toNumber());
}
