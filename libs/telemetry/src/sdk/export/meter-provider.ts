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
import { baggageAttributesProcessor } from '../../baggage/processors.ts';
import type { Settings } from '../environment/read-environment.ts';
import { ourMeterName } from '../../record/instrument.ts';
import type { OtlpConnection } from './otlp-connection.ts';
import { type ExporterName, exportersFrom } from './pipelines.ts';

/** How often metrics are sent; the specification's 60 s leave a dashboard empty for the length of a demo, in ms. */
const defaultIntervalMs = 5_000;
const timeoutMs = 30_000;
/** Series of one instrument; what comes on top is added up under `otel.metric.overflow`. */
const seriesLimit = 500;

function timeoutFrom({ OTEL_METRIC_EXPORT_TIMEOUT: asked }: Settings, intervalMs: number): number {
  if (asked !== undefined && asked > intervalMs) {
    diag.warn(
      `OTEL_METRIC_EXPORT_TIMEOUT: ${asked} exceeds the interval of ${intervalMs}; ${intervalMs} used`,
    );
  }
  return Math.min(asked ?? timeoutMs, intervalMs);
}

function histogramAggregation(settings: Settings): AggregationOption {
  const asked = settings.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION;
  const isExponential = asked === 'base2_exponential_bucket_histogram';
  return { type: isExponential ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT };
}

/**
 * Puts baggage on our metrics alone: which tenant's call happens to flush a batch says nothing about the SDK. One view
 * a kind, for an instrument that matches two is counted twice, and one that matches any no longer asks the exporter
 * for its aggregation.
 */
function viewsFrom(settings: Settings): ViewOptions[] {
  const { COUNTER, UP_DOWN_COUNTER, GAUGE, HISTOGRAM } = InstrumentType;
  const common = { meterName: ourMeterName, attributesProcessors: [baggageAttributesProcessor()] };
  return [
    ...[COUNTER, UP_DOWN_COUNTER, GAUGE].map((instrumentType) => ({ ...common, instrumentType })),
    { ...common, instrumentType: HISTOGRAM, aggregation: histogramAggregation(settings) },
  ];
}

function exporterFrom(
  name: ExporterName,
  settings: Settings,
  { credentials }: OtlpConnection,
): PushMetricExporter {
  if (name === 'console') return new ConsoleMetricExporter();
  return new OTLPMetricExporter({
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
