import { diag, metrics, type ContextManager } from '@opentelemetry/api';
import { HostMetrics } from '@opentelemetry/host-metrics';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import type { Resource } from '@opentelemetry/resources';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { baggageLogRecordProcessor, baggageSpanProcessor } from '../baggage/processors.ts';
import { observeCpuLimit } from './cpu-limit.ts';
import type { Settings } from './environment/variables.ts';
import { meterProviderFrom } from './export/meter-provider.ts';
import { otlpConnection } from './export/otlp-connection.ts';
import { logPipeline, spanPipeline, type Pipeline } from './export/pipelines.ts';
import type { Grpc } from './grpc-js/instrument-grpc.ts';
import type { Handle } from './handle.ts';
import { propagatorFrom } from './propagator.ts';
import { runStages } from './shutdown.ts';
import { thaw } from './threads/span-data.ts';
import { preciseStart } from './traces/precise-start.ts';
import { samplerFrom } from './traces/sampler.ts';
import { semanticSpanNames } from './traces/semantic-span-names.ts';
import { semanticSpanStatus } from './traces/semantic-span-status.ts';
import { spanLimitsFrom } from './traces/span-limits.ts';

/** The part of a handle that depends on the SDK. */
export type Sdk = Pick<Handle, 'adopt' | 'shutdown'>;

interface SdkParts {
  readonly resource: Resource;
  readonly grpc: Grpc;
  readonly contextManager: ContextManager;
}

/** Starts traces, metrics and logs as the settings ask, and makes them the global ones. */
export function startSdk(settings: Settings, { resource, grpc, contextManager }: SdkParts): Sdk {
  // Started first, to observe the other two, and shut down last, to report their last moments.
  const meterProvider = meterProviderFrom(settings, resource, otlpConnection(settings, 'METRICS', grpc));
  metrics.setGlobalMeterProvider(meterProvider);
  const spans = spanPipeline(settings, meterProvider, otlpConnection(settings, 'TRACES', grpc));
  const records = logPipeline(settings, meterProvider, otlpConnection(settings, 'LOGS', grpc));
  const sdk = new NodeSDK({
    resource,
    autoDetectResources: false,
    contextManager,
    textMapPropagator: propagatorFrom(settings),
    metricReaders: [], // the meter provider is there already
    sampler: samplerFrom(settings),
    spanLimits: spanLimitsFrom(settings),
    spanProcessors: [
      preciseStart(),
      semanticSpanNames,
      semanticSpanStatus,
      baggageSpanProcessor,
      ...spans.processors,
    ],
    logRecordProcessors: [baggageLogRecordProcessor, ...records.processors],
  });
  sdk.start();
  observeProcess(meterProvider);
  return {
    adopt(data) {
      for (const span of data.map((one) => thaw(one, resource))) {
        for (const processor of spans.processors) processor.onEnd(span);
      }
    },
    async shutdown(withinMs) {
      await shutdown(sdk, meterProvider, [...spans.retrying, ...records.retrying], withinMs);
      reportLost('spans', spans.retrying);
      reportLost('log records', records.retrying);
    },
  };
}

function observeProcess(meterProvider: MeterProvider): void {
  new HostMetrics({ meterProvider, metricGroups: ['process.cpu', 'process.memory'] }).start();
  observeCpuLimit();
  new RuntimeNodeInstrumentation().setMeterProvider(meterProvider); // its constructor forgets the global one
}

type Retrying = Pipeline<unknown>['retrying'];

async function shutdown(
  sdk: NodeSDK,
  meterProvider: MeterProvider,
  retrying: Retrying,
  withinMs: number,
): Promise<void> {
  const lastAttempt = Date.now() + withinMs / 2;
  for (const exporter of retrying) exporter.finishBy(lastAttempt);
  await runStages(
    [
      { what: 'spans or logs', run: () => [flush(sdk, retrying)] },
      { what: 'metrics', run: () => [meterProvider.shutdown()] },
    ],
    withinMs,
  );
}

function reportLost(what: string, retrying: Retrying): void {
  const lost = retrying.reduce((sum, { undelivered }) => sum + undelivered, 0);
  if (lost > 0) diag.warn(`${lost} ${what} lost at the stop`);
}

// A processor does not know of the batches that its exporter sends again.
async function flush(sdk: NodeSDK, retrying: Retrying): Promise<void> {
  try {
    await sdk.shutdown();
  } finally {
    await Promise.all(retrying.map(async (exporter) => exporter.shutdown()));
  }
}
