// One hop of a chain: a gRPC service that reports the trace and the baggage it saw, and calls the next stop of the
// route. Its preload decides how it is instrumented. LAB_IMPORT decides how it imports grpc-js, LAB_CLIENT how it
// makes its clients.
import type { Metadata, ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { adoptSpans, createLogger, pack } from '@prime-mesh/telemetry';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { authenticate } from './authenticate.ts';
import { History } from './history.ts';
import { NextHop } from './next-hop.ts';
import { propagationHeaders } from './propagation-headers.ts';
import * as protocol from './protocol.ts';
import { seenIn } from './seen.ts';
import type { ThreadAnswer } from './thread.ts';

type Incoming = ServerUnaryCall<Buffer, Buffer> | ServerWritableStream<Buffer, Buffer>;

const { OTEL_SERVICE_NAME: hop = 'hop', LAB_IMPORT, LAB_CLIENT } = process.env;
const namespace = await import('@grpc/grpc-js');
const grpc: Omit<typeof namespace, 'default'> = LAB_IMPORT === 'default' ? namespace.default : namespace;

const next = new NextHop(grpc, LAB_CLIENT === 'generated');
const history = new History();
const log = createLogger('lab.hop');
const calls = metrics.getMeter('prime-mesh').createCounter('lab.calls');
let thread: Worker | undefined;
let threadCalls = 0;

async function throughThread(isBare: boolean): Promise<protocol.Seen> {
  thread ??= new Worker(new URL('./thread.ts', import.meta.url));
  const number = (threadCalls += 1);
  thread.postMessage({ number, ...(!isBare && { carrier: pack() }) });
  for (;;) {
    const [answer] = (await once(thread, 'message')) as [ThreadAnswer];
    if (answer.number !== number) continue;
    adoptSpans(answer.spans);
    return answer.seen;
  }
}

function deadlineOf(call: Incoming): number {
  const deadline = call.getDeadline();
  return deadline instanceof Date ? deadline.getTime() : deadline;
}

/** Does the tasks of this hop, and returns its report. */
async function work(call: Incoming, tasks: protocol.Tasks, isFirst: boolean): Promise<protocol.HopReport> {
  const deadlineMs = deadlineOf(call);
  const remainingMs = deadlineMs - Date.now();
  if (tasks.log !== undefined) log.info(tasks.log);
  if (tasks.count) calls.add(1);
  const seen = tasks.thread && (await throughThread(tasks.thread === 'bare'));
  const waitMs = isFirst ? (tasks.slowFirstMs ?? tasks.waitMs) : tasks.waitMs;
  if (waitMs !== undefined) {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    await delay(waitMs, undefined, { signal: gone.signal });
  }
  return {
    hop,
    received: propagationHeaders(call.metadata),
    active: seenIn(),
    ...(seen && { thread: seen }),
    ...(Number.isFinite(remainingMs) && { remainingMs: Math.round(remainingMs) }),
  };
}

/** Runs `body` with the baggage and in the span that the tasks ask for. */
async function inContext<T>({ setBaggage, childSpan }: protocol.Tasks, body: () => Promise<T>): Promise<T> {
  let inside = context.active();
  for (const [key, value] of Object.entries(setBaggage ?? {})) {
    const baggage = propagation.getBaggage(inside) ?? propagation.createBaggage();
    inside = propagation.setBaggage(inside, baggage.setEntry(key, { value }));
  }
  if (childSpan === undefined) return context.with(inside, body);
  return trace.getTracer('lab').startActiveSpan(childSpan, {}, inside, async (span) => {
    try {
      return await body();
    } finally {
      span.end();
    }
  });
}

function sendHeaders(call: Incoming, { answerHeaders }: protocol.Tasks): void {
  if (answerHeaders === undefined) return;
  const metadata: Metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(answerHeaders)) metadata.set(name, value);
  call.sendMetadata(metadata);
}

async function answerUnary(
  call: ServerUnaryCall<Buffer, Buffer>,
  { id, route: [here, ...rest] }: protocol.HopRequest,
  isFirst: boolean,
): Promise<Buffer> {
  const tasks = here?.tasks ?? {};
  sendHeaders(call, tasks);
  return inContext(tasks, async () => {
    const report = await work(call, tasks, isFirst);
    if (rest.length === 0) return protocol.encode([report]);
    const path = call.getPath();
    const from = tasks.dropBaggage ? propagation.deleteBaggage(context.active()) : context.active();
    const { answer, headers } = await context.with(from, async () =>
      next.call(path, { id, route: rest }, tasks, deadlineOf(call)),
    );
    return protocol.encode([{ ...report, answered: headers }, ...answer]);
  });
}

function unary(call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>): void {
  const request = protocol.decodeRequest(call.request);
  const attempt = history.begin(request.id, propagationHeaders(call.metadata));
  call.on('cancelled', () => attempt.end('cancellation'));
  if (attempt.number <= (request.route[0]?.tasks?.failFirst ?? 0)) {
    attempt.end('failure');
    answer({ code: grpc.status.UNAVAILABLE, details: 'asked to fail' });
    return;
  }
  answerUnary(call, request, attempt.number === 1).then(
    (reply) => {
      attempt.end('answer');
      answer(null, reply);
    },
    (error: Error) => {
      attempt.end('failure');
      answer({ code: 'code' in error ? Number(error.code) : grpc.status.UNKNOWN, details: error.message });
    },
  );
}

async function answerStream(call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  const { id, messages = 1, route } = protocol.decodeRequest(call.request);
  const [here, ...rest] = route;
  const tasks = here?.tasks ?? {};
  const report = await work(call, tasks, true);
  const upstream =
    rest.length === 0 ? undefined : next.stream({ id, messages, route: rest }, tasks, deadlineOf(call));
  for (let message = 0; message < messages; message += 1) {
    const behind = await upstream?.next();
    await inContext(tasks, async () => {
      const reports = [{ ...report, active: seenIn() }, ...(behind?.value ?? [])];
      call.write(protocol.encode(reports));
    });
  }
  call.end();
}

const server = new grpc.Server({ interceptors: [authenticate(grpc)] });
server.addService(protocol.hopService, {
  call: unary,
  ignored: unary,
  stream: (call: ServerWritableStream<Buffer, Buffer>) => {
    answerStream(call).catch((error: Error) => call.destroy(error));
  },
  history: ({ request }: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    answer(null, protocol.encode(history.of(protocol.decodeRequest(request).id)));
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_, port) => {
  process.stdout.write(`listening on ${port}\n`);
});
// It exits when its standard input ends, so that it never outlives the process that started it.
await once(process.stdin.resume(), 'end');
server.forceShutdown();
next.close();
await thread?.terminate();
