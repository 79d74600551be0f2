import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { startDevtools } from './devtools.ts';
import { metricNames } from '@prime-mesh/backends/embedded';

// Retried, as a signal that meets a process past its last line, where Node handles none any more, kills it.
test(
  'a stop signal, sent again and again, ends it cleanly while a page and a slow client hang on',
  { retry: 3 },
  async () => {
    const child = start({ DEVTOOLS_OTLP_PORT: '0', DEVTOOLS_PORT: '0' });
    const { value: line } = await lines(child).next();
    const url = /page (\S+) OTLP\/gRPC 127\.0\.0\.1:\d+/.exec(String(line))?.[1];
    const page = new WebSocket(`${url?.replace('http', 'ws')}/ws`);
    await once(page, 'open');
    const slow = connect(Number(new URL(url ?? '').port), '127.0.0.1').on('error', () => {});
    slow.write('GET / HTTP/1.1\r\n');
    await once(slow, 'connect');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const) child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('a port in use is reported with its variable, and no other port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const port = String((holder.address() as AddressInfo).port);
  for (const variable of ['DEVTOOLS_OTLP_PORT', 'DEVTOOLS_PORT']) {
    const child = start({ DEVTOOLS_OTLP_PORT: '0', DEVTOOLS_PORT: '0', [variable]: port });
    const [output, complaint, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    expect(complaint).toMatch(new RegExp(`^port ${port} .* is in use on 127\\.0\\.0\\.1: set ${variable} `));
    expect({ output, code }).toEqual({ output: '', code: 1 });
  }
  holder.close();
});

test('an export that is not protobuf is answered with INVALID_ARGUMENT', async () => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  for (const service of ['trace.v1.TraceService', 'logs.v1.LogsService', 'metrics.v1.MetricsService']) {
    const error = await exportRaw(devtools.otlpAddress, service, Buffer.from([0x0a, 0xff, 0x01, 0x02]));
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error?.details).toMatch(`malformed ${service} export`);
  }
  expect(await metricNames(devtools.url)).toEqual([]);
});

test('an export of more than 4 MiB is taken', async () => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  const unknownField = Buffer.concat([
    Buffer.from([0x7a, 0x80, 0x80, 0x80, 0x04]),
    Buffer.alloc(8 * 1024 ** 2),
  ]);
  expect(await exportRaw(devtools.otlpAddress, 'trace.v1.TraceService', unknownField)).toBeNull();
});

test('OTLP over HTTP is refused with the way that works', async () => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  const reply = await fetch(`${devtools.url}/v1/metrics`, { method: 'POST', body: '{}' });
  expect(reply.status).toBe(415);
  expect(await reply.text()).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=grpc');
});

function start(env: Record<string, string>): ChildProcessWithoutNullStreams {
  const main = new URL('main.ts', import.meta.url).pathname;
  return spawn(process.execPath, [main], { env: { ...process.env, ...env } });
}

async function* lines(child: ChildProcessWithoutNullStreams): AsyncGenerator<string> {
  for await (const chunk of child.stdout) yield String(chunk);
}

async function exportRaw(address: string, service: string, bytes: Buffer): Promise<ServiceError | null> {
  const client = new Client(address, credentials.createInsecure());
  const path = `/opentelemetry.proto.collector.${service}/Export`;
  const asIs = (value: Buffer): Buffer => value;
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(path, asIs, asIs, bytes, (error) => resolve(error));
    });
  } finally {
    client.close();
  }
}
