// A preload as in tutorials: NodeSDK with the gRPC instrumentation and nothing else. LAB_SDK, a JSON object, holds
// additions and changes.
import { BaggageSpanProcessor } from '@opentelemetry/baggage-span-processor';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { createRequire, register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** What an experiment may ask for. */
export interface NodeSdkOptions {
  /** How grpc-js is patched. The default, `require`, is the only way that covers every import. */
  readonly patch?: 'none' | 'hook' | 'require';
  /** Copies baggage whose key begins with `mesh.` to spans. */
  readonly baggageSpanProcessor?: boolean;
  /** Methods that the instrumentation ignores. */
  readonly ignoreGrpcMethods?: readonly string[];
}

function start({
  patch = 'require',
  baggageSpanProcessor = false,
  ignoreGrpcMethods = [],
}: NodeSdkOptions): void {
  if (patch === 'hook') register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const toSpans = new BaggageSpanProcessor((key) => key.startsWith('mesh.'));
  const sdk = new NodeSDK({
    instrumentations: [new GrpcInstrumentation({ ignoreGrpcMethods: [...ignoreGrpcMethods] })],
    spanProcessors: [
      ...(baggageSpanProcessor ? [toSpans] : []),
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
    ],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  if (patch === 'require') createRequire(import.meta.url)('@grpc/grpc-js');
  process.once('beforeExit', () => void sdk.shutdown().catch(() => {})); // a backend that has stopped is no failure here
}

if (isMainThread) start(JSON.parse(process.env['LAB_SDK'] ?? '{}') as NodeSdkOptions);
