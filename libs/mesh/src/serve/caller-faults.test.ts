import { status } from '@grpc/grpc-js';
import { Extractor, Loader } from '@prime-mesh/contracts';
import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { serverStream, unary } from './handlers.ts';
import { notFound } from '../wire/mesh-error.ts';
import { bind, startServer, type MeshServer } from './server.ts';
import { metricPoints } from '../testing/record-telemetry.ts';

const extract = '/primemesh.v1.Extractor/Extract';
const getRun = '/primemesh.v1.Loader/GetRun';
const run = '/primemesh.v1.Loader/Run';
const check = '/grpc.health.v1.Health/Check';
const watch = '/grpc.health.v1.Health/Watch';
const reflect = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const reflectAlpha = '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo';

/** A server whose loader says of every run that it is not there. */
function startBoth(): Promise<MeshServer> {
  const absent = unary((request: object) => {
    throw notFound(`run ${String(Reflect.get(request, 'runId'))} is not in the store`);
  });
  const none = serverStream(async function* () {});
  const loader = bind(Loader, { Run: none, GetRun: absent, ListRuns: absent, ReadPrimes: none });
  const extractor = bind(Extractor, { Extract: unary(() => ({})) });
  return startServer({ host: '127.0.0.1', port: 0, services: [loader, extractor], drainBudgetMs: 500 });
}

interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Sends a message as it is given, by HTTP/2 alone, and returns the status. */
async function send(
  port: number,
  path: string,
  message: Buffer,
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const session = connect(`http://127.0.0.1:${port}`);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  session.on('error', reject);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const note = (received: OutgoingHttpHeaders): void => {
    if (received['grpc-status'] === undefined) return;
    const text = decodeURIComponent(String(received['grpc-message']));
    resolve({ code: Number(received['grpc-status']), text });
  };
  stream.on('response', note).on('trailers', note).on('error', reject).resume();
  const head = Buffer.alloc(5);
  head.writeUInt8(headers['grpc-encoding'] === undefined ? 0 : 1);
  head.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([head, message]));
  return promise.finally(() => session.destroy());
}

// Field 1 of wire type 7, which there is not.
const undecodable = Buffer.of(0x0f);
const noGzip = Buffer.from('this is no gzip');

test.each([extract, getRun, run, check, watch, reflect, reflectAlpha])(
  'what a caller does wrong at %s is its own fault',
  async (path) => {
    await using server = await startBoth();
    const faults = await Promise.all([
      send(server.port, path, undecodable),
      send(server.port, path, noGzip, { 'grpc-encoding': 'gzip' }),
      send(server.port, path, noGzip, { 'grpc-encoding': 'deflate' }),
      send(server.port, path, gzipSync(undecodable), { 'grpc-encoding': 'gzip' }),
      send(server.port, path, Buffer.alloc(0), { 'grpc-timeout': 'soon' }),
    ]);
    expect(faults.map(({ code }) => status[code])).toEqual(faults.map(() => 'INVALID_ARGUMENT'));
  },
);

test.each([extract, check, reflect])('an encoding that %s does not know is unimplemented', async (path) => {
  await using server = await startBoth();
  const { code } = await send(server.port, path, noGzip, { 'grpc-encoding': 'br' });
  expect(status[code]).toBe('UNIMPLEMENTED');
});

test('the metrics count faults of the caller as such', async () => {
  await using server = await startBoth();
  await send(server.port, getRun, noGzip, { 'grpc-encoding': 'gzip' });
  const points = await metricPoints('rpc.server.call.duration');
  const codes = points
    .filter(({ attributes }) => attributes['rpc.method'] === getRun.slice(1))
    .map(({ attributes }) => attributes['rpc.response.status_code']);
  expect(codes).toContain('INVALID_ARGUMENT');
  expect(codes).not.toContain('INTERNAL');
});

test.each([
  ['the loader', getRun, 'a'],
  ['the loader, in characters of 3 bytes', getRun, '素'],
  ['the loader, in halves of pairs', getRun, Buffer.of(0xed, 0xa0, 0x80)],
  ['health', check, 'a'],
])('%s names what is absent in less than 1 kB', async (_, path, character) => {
  await using server = await startBoth();
  const name = Buffer.alloc(900_000, character);
  // Field 1, length 900 000.
  const { code, text } = await send(
    server.port,
    path,
    Buffer.concat([Buffer.of(0x0a, 0xa0, 0xf7, 0x36), name]),
  );
  expect(status[code]).toBe('NOT_FOUND');
  expect(Buffer.byteLength(text)).toBeLessThan(1_000);
});
