// The preload of a worker thread: a tracer whose ended spans go back with the reply. No exporter and no metrics.
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { getEnvironmentData } from 'node:worker_threads';
import { baggageSpanProcessor } from '../baggage/processors.ts';
import { setDiagnostics } from './diagnostics.ts';
import { readEnvironment } from './environment/read-environment.ts';
import { currentHandle, setHandle } from './handle.ts';
import { freeze, type SpanData } from './threads/span-data.ts';
import { preciseStart } from './traces/precise-start.ts';
import { samplerFrom } from './traces/sampler.ts';
import { spanLimitsFrom } from './traces/span-limits.ts';

function inherited(name: string): string {
  const value = getEnvironmentData(name);
  return typeof value === 'string' ? value : '';
}

function start(): void {
  const { settings } = readEnvironment(process.env); // the main thread has reported the problems
  setDiagnostics(settings);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  let ended: SpanData[] = [];
  const collect: SpanProcessor = {
    onStart() {},
    onEnd(span: ReadableSpan) {
      ended.push(freeze(span));
    },
    async forceFlush() {},
    async shutdown() {},
  };
  if (settings.OTEL_SDK_DISABLED !== 'true') {
    const provider = new TracerProvider({
      sampler: samplerFrom(settings),
      spanLimits: spanLimitsFrom(settings),
      spanProcessors: [preciseStart(), baggageSpanProcessor, collect],
    });
    trace.setGlobalTracerProvider(provider);
  }
  setHandle({
    serviceName: inherited('prime-mesh.service.name'),
    instanceId: inherited('prime-mesh.service.instance.id'),
    isInstrumented: false,
    adopt: () => {},
    take() {
      const taken = ended;
      ended = [];
      return taken;
    },
    shutdown: async () => {},
  });
}

if (currentHandle() === undefined) start();
