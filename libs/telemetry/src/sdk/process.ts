// The preload of the main thread. Nothing in its static graph may import @grpc/grpc-js as an ES module.
import { context, diag, metrics, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { HostMetrics } from '@opentelemetry/host-metrics';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import type { Resource } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { setEnvironmentData } from 'node:worker_threads';
import { baggageLogRecordProcessor, baggageSpanProcessor } from '../baggage/processors.ts';
import { observeCpuLimit } from './cpu-limit.ts';
import { oneLine, setDiagnostics } from './diagnostics.ts';
import { readEnvironment, type Settings } from './environment/read-environment.ts';
import { instrumentGrpc, isGrpcInstrumented } from './grpc-js/instrument-grpc.ts';
import { currentHandle, setHandle, type Handle } from './handle.ts';
import { spanLimitsFrom } from './traces/span-limits.ts';
import { meterProviderFrom } from './export/meter-provider.ts';
import { type Grpc, otlpConnection } from './export/otlp-connection.ts';
import { logPipeline, spanPipeline, type Pipeline } from './export/pipelines.ts';
import { propagatorFrom } from './propagator.ts';
import { resourceFrom } from './resource.ts';
import { samplerFrom } from './traces/sampler.ts';
import { runStages, shutdownMs } from './shutdown.ts';
import { thaw } from './threads/span-data.ts';
import { preciseStart, semanticSpanNames } from './traces/precise-start.ts';

const contextManager = new AsyncLocalStorageContextManager();

type Sdk = Pick<Handle, 'adopt' | 'shutdown'>;

function startSdk(settings: Settings, resource: Resource, grpc: Grpc): Sdk {
  const connections = {
    spans: otlpConnection(settings, 'TRACES', grpc),
    metrics: otlpConnection(settings, 'METRICS', grpc),
    logs: otlpConnection(settings, 'LOGS', grpc),
  };
  // First, so that it can observe the other two, and last to be shut down, so that it reports their last moments.
  const meterProvider = meterProviderFrom(settings, resource, connections.metrics);
  metrics.setGlobalMeterProvider(meterProvider);

  const spans = spanPipeline(settings, meterProvider, connections.spans);
  const records = logPipeline(settings, meterProvider, connections.logs);
  const sdk = new NodeSDK({
    resource,
    autoDetectResources: false,
    contextManager,
    textMapPropagator: propagatorFrom(settings),
    metricReaders: [], // the meter provider is there already
    sampler: samplerFrom(settings),
    spanLimits: spanLimitsFrom(settings),
    spanProcessors: [preciseStart(), semanticSpanNames, baggageSpanProcessor, ...spans.processors],
    logRecordProcessors: [baggageLogRecordProcessor, ...records.processors],
  });
  sdk.start();

  new HostMetrics({ meterProvider, metricGroups: ['process.cpu', 'process.memory'] }).start();
  observeCpuLimit();
  new RuntimeNodeInstrumentation().setMeterProvider(meterProvider); // its constructor forgets the global one

  return {
    adopt(data) {
      for (const span of data.map((one) => thaw(one, resource))) {
        for (const processor of spans.processors) processor.onEnd(span);
      }
    },
    async shutdown(withinMs) {
      const lastAttempt = Date.now() + withinMs / 2;
      for (const exporter of [...spans.retrying, ...records.retrying]) exporter.finishBy(lastAttempt);
      const first = () => [flush(sdk, [...spans.retrying, ...records.retrying])];
      const last = () => [meterProvider.shutdown()];
      const stages = [
        { what: 'spans or logs', run: first },
        { what: 'metrics', run: last },
      ];
      await runStages(stages, withinMs);
      for (const connection of Object.values(connections)) connection.cut();
    },
  };
}

// The batches that an exporter sends again are not known to its processor.
async function flush(sdk: NodeSDK, retrying: Pipeline<unknown>['retrying']): Promise<void> {
  try {
    await sdk.shutdown();
  } finally {
    await Promise.all(retrying.map(async (exporter) => exporter.shutdown()));
  }
}

/** OTEL_SDK_DISABLED: nothing is recorded, while context and baggage still pass through, as the specification asks. */
function startPassThrough(settings: Settings): Sdk {
  context.setGlobalContextManager(contextManager.enable());
  propagation.setGlobalPropagator(propagatorFrom(settings));
  return { adopt: () => {}, shutdown: async () => {} };
}

function startSdkOrNone(settings: Settings, resource: Resource, grpc: Grpc): Sdk {
  if (settings.OTEL_SDK_DISABLED === 'true') return startPassThrough(settings);
  try {
    return startSdk(settings, resource, grpc);
  } catch (error) {
    diag.error(`nothing is recorded: ${oneLine(error)}`);
    return startPassThrough(settings);
  }
}

async function start(): Promise<void> {
  const { settings, problems } = readEnvironment(process.env);
  setDiagnostics(settings);
  for (const problem of problems) diag.warn(problem);
  const grpc = instrumentGrpc();
  const resource = resourceFrom(settings);
  const sdk = startSdkOrNone(settings, resource, grpc);
  const isInstrumented = await isGrpcInstrumented();
  const serviceName = String(resource.attributes['service.name']);
  const instanceId = String(resource.attributes['service.instance.id']);
  setEnvironmentData('prime-mesh.service.name', serviceName);
  setEnvironmentData('prime-mesh.service.instance.id', instanceId);
  let stopped: Promise<void> | undefined;
  const shutdown = async (withinMs: number): Promise<void> => (stopped ??= sdk.shutdown(withinMs));
  setHandle({
    serviceName,
    instanceId,
    isInstrumented,
    adopt: sdk.adopt,
    take: () => [],
    shutdown,
  });
  process.once('beforeExit', () => void shutdown(shutdownMs)); // a program that just ends loses nothing either
}

if (currentHandle() === undefined) await start();
