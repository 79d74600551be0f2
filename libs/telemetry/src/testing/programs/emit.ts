// Makes COUNT traces, each of a parent, children and the spans of a worker thread, with a log and a metric, and shuts
// down.
import { context, propagation, trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { adoptSpans, createLogger, instrument, names, pack, shutdownTelemetry } from '../../index.ts';
import type { Reply } from './worker.ts';

const { COUNT = '1', SHUTDOWN_MS, WAIT_FOR_INPUT } = process.env;
const log = createLogger('emit');
const blocks = instrument(names.metrics.blocks);
const waits = instrument(names.metrics.workerWaitDuration);
const tracer = trace.getTracer('emit');
const worker = new Worker(new URL('./worker.ts', import.meta.url));

const baggage = propagation.createBaggage({
  [names.baggage.tenant]: { value: 'acme' },
  [names.baggage.requestId]: { value: 'r-1' },
  'mesh.fault.loader': { value: 'error:0.3' },
  secret: { value: 'hidden' },
});

async function inWorker(): Promise<Reply> {
  worker.postMessage(pack());
  const [reply] = (await once(worker, 'message')) as [Reply];
  return reply;
}

async function emit(): Promise<void> {
  await context.with(propagation.setBaggage(context.active(), baggage), async () =>
    tracer.startActiveSpan('load block', async (parent) => {
      for (let child = 0; child < 5; child += 1) tracer.startActiveSpan('child', (span) => span.end());
      const { spans } = await inWorker();
      adoptSpans(spans);
      blocks.add(1);
      waits.record(0.002, { [names.attributes.pool]: 'extract' });
      log.info(names.events.blockStored, { [names.attributes.blockIndex]: 7 });
      parent.end();
    }),
  );
}

for (let done = 0; done < Number(COUNT); done += 1) await emit();
const fail = (): void =>
  log.error(names.events.rpcFailed, {}, new RangeError('too far', { cause: new Error('why') }));
fail();
await worker.terminate();
// The last metrics report the delay of the event loop, so it has to be sampled at least once.
const delay = monitorEventLoopDelay();
delay.enable();
while (delay.count < 2) await setImmediate();
delay.disable();
process.stdout.write('emitted\n');
if (WAIT_FOR_INPUT) await once(process.stdin, 'data');
const started = performance.now();
await shutdownTelemetry(SHUTDOWN_MS === undefined ? undefined : Number(SHUTDOWN_MS));
process.stdout.write(`shutdown took ${Math.round(performance.now() - started)} ms\n`);
process.stdin.destroy();
setTimeout(() => process.exit(), 100).unref(); // as services end: an export that is under way is not waited for
