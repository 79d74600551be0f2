import { diag } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationType,
  ConsoleMetricExporter,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type AggregationOption,
  type PushMetricExporter,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { baggageAttributesProcessor } from '../../baggage/metric-attributes.ts';
import { ourMeterName } from '../../record/instrument.ts';
import type { Settings } from '../environment/variables.ts';
import { exportersFrom, type ExporterName } from './exporter-names.ts';
import type { OtlpConnection } from './otlp-connection.ts';

/** How often metrics are sent, in ms. The 60 s of the specification leave a dashboard empty for a whole demo. */
const defaultIntervalMs = 5_000;
/** How long an export may take, in ms; never longer than the interval. */
const defaultTimeoutMs = 30_000;
/** Series of one instrument. Later ones are added up in a single one with `otel.metric.overflow`. */
const seriesLimit = 500;

function timeoutFrom({ OTEL_METRIC_EXPORT_TIMEOUT: asked }: Settings, intervalMs: number): number {
  if (asked !== undefined && asked > intervalMs) {
    diag.warn(
      `OTEL_METRIC_EXPORT_TIMEOUT: ${asked} exceeds the interval of ${intervalMs}; ${intervalMs} used`,
    );
  }
  return Math.min(asked ?? defaultTimeoutMs, intervalMs);
}

function histogramAggregation(settings: Settings): AggregationOption {
  const asked = settings.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION;
  const isExponential = asked === 'base2_exponential_bucket_histogram';
  return { type: isExponential ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT };
}

/**
 * Puts baggage on our own metrics and on no others: whose call happens to flush a batch says nothing about the SDK.
 *
 * One view for each kind, because an instrument that matches two is counted twice. The views name the limit and the
 * aggregation of histograms, because an instrument that matches a view asks neither the reader nor the exporter.
 */
function viewsFrom(settings: Settings): ViewOptions[] {
  const { COUNTER, UP_DOWN_COUNTER, GAUGE, HISTOGRAM } = InstrumentType;
  const common = {
    meterName: ourMeterName,
    attributesProcessors: [baggageAttributesProcessor()],
    aggregationCardinalityLimit: seriesLimit,
  };
  return [
    ...[COUNTER, UP_DOWN_COUNTER, GAUGE].map((instrumentType) => ({ ...common, instrumentType })),
    { ...common, instrumentType: HISTOGRAM, aggregation: histogramAggregation(settings) },
  ];
}

function exporterFrom(
  name: ExporterName,
  settings: Settings,
  { url, credentials }: OtlpConnection,
): PushMetricExporter {
  if (name === 'console') return new ConsoleMetricExporter();
  return new OTLPMetricExporter({
    url,
    credentials,
    aggregationPreference: (type) =>
      type === InstrumentType.HISTOGRAM ? histogramAggregation(settings) : { type: AggregationType.DEFAULT },
  });
}

/** Makes what OTEL_METRICS_EXPORTER and OTEL_METRIC_EXPORT_* ask for. */
export function meterProviderFrom(
  settings: Settings,
  resource: Resource,
  connection: OtlpConnection,
): MeterProvider {
  const exportIntervalMillis = settings.OTEL_METRIC_EXPORT_INTERVAL ?? defaultIntervalMs;
  const exportTimeoutMillis = timeoutFrom(settings, exportIntervalMillis);
  const readers = [...exportersFrom(settings.OTEL_METRICS_EXPORTER)].map((name) => {
    const exporter = exporterFrom(name, settings, connection);
    const cardinalityLimits = { default: seriesLimit };
    return new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis,
      exportTimeoutMillis,
      cardinalityLimits,
    });
  });
  return new MeterProvider({
    resource,
    readers,
    sdkMetricsEnabled: true,
    views: viewsFrom(settings),
  });
}
