// A gRPC service that passes each call through a worker thread and on to the service at NEXT_PORT, and returns what it
// saw on the way.
import {
  credentials,
  Client,
  Metadata,
  Server,
  ServerCredentials,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { adoptSpans, allowedBaggage, isInstrumented, pack, shutdownTelemetry } from '../../index.ts';
import { relayPath, relayService } from '../relay-service.ts';
import type { Reply } from './worker.ts';

const worker = new Worker(new URL('./worker.ts', import.meta.url));
const next = new Client(`127.0.0.1:${process.env['NEXT_PORT']}`, credentials.createInsecure());
const bytes = (value: Buffer): Buffer => value;

async function callNext(): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + 20_000 };
    next.makeUnaryRequest(relayPath, bytes, bytes, Buffer.alloc(0), new Metadata(), options, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

async function handle(): Promise<Buffer> {
  worker.postMessage(pack());
  const [{ spans, ...worked }] = (await once(worker, 'message')) as [Reply];
  adoptSpans(spans);
  await callNext();
  const ids = trace.getActiveSpan()?.spanContext();
  const here = { ...ids, baggage: allowedBaggage(), isInstrumented: isInstrumented() };
  return Buffer.from(JSON.stringify({ here, worked }));
}

const call: UntypedHandleCall = (_: unknown, respond: (error: Error | null, reply?: Buffer) => void) => {
  handle().then((reply) => respond(null, reply), respond);
};
const server = new Server();
server.addService(relayService, { Call: call, Check: call });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, port) => {
  process.stdout.write(`listening on ${port}\n`);
});
await once(process.stdin, 'data');
server.forceShutdown();
next.close();
await worker.terminate();
await shutdownTelemetry();
process.stdin.destroy();
