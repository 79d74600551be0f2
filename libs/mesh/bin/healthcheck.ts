// node libs/mesh/bin/healthcheck.ts PORT: exits with 0 if the server on this port of this machine is SERVING. It is for
// supervisors without a gRPC probe, which run it every few seconds. So it speaks gRPC by node:http2 alone: @grpc/grpc-js
// costs as much CPU as Node's own start, and goes through a proxy where the environment names one.
import { readFileSync } from 'node:fs';
import { connect, type ClientHttp2Session } from 'node:http2';

/** A server that takes longer does not serve. In ms; below the time-out of the supervisor, so that a reason is told. */
const budgetMs = 8_000;

/** HealthCheckRequest of the server as a whole: a frame of gRPC without bytes. */
const request = Buffer.alloc(5);

/** A frame with HealthCheckResponse { status: SERVING }: field 1, value 1. */
const serving = Buffer.of(0, 0, 0, 0, 2, 0x08, 1);

/** Connects with the server's own certificate, in whose environment this runs, in case one is asked for. */
function connectTo(port: string): ClientHttp2Session {
  // oxlint-disable-next-line node/no-process-env -- the server has read and checked the same variables
  const { MESH_TLS_KEY: key, MESH_TLS_CERT: cert } = process.env;
  if (!key || !cert) return connect(`http://127.0.0.1:${port}`);
  // The question is whether the server serves. Whether its certificate is trusted, and for which name, is its callers'.
  const identity = { key: readFileSync(key), cert: readFileSync(cert), rejectUnauthorized: false };
  return connect(`https://127.0.0.1:${port}`, identity);
}

const [port = ''] = process.argv.slice(2);
const { promise: said, resolve: say } = Promise.withResolvers<string>();
const late = setTimeout(() => say(`no answer within ${budgetMs} ms`), budgetMs);
const session = connectTo(port).on('error', ({ message }: Error) => say(message));
const call = session.request({
  ':method': 'POST',
  ':path': '/grpc.health.v1.Health/Check',
  'content-type': 'application/grpc',
  te: 'trailers',
});
const pieces: Buffer[] = [];
call.on('data', (piece: Buffer) => void pieces.push(piece));
call.on('end', () => say(serving.equals(Buffer.concat(pieces)) ? 'SERVING' : 'NOT_SERVING'));
call.on('error', () => {}); // the session tells why
call.end(request);

process.stdout.write(`${await said}\n`);
process.exitCode = (await said) === 'SERVING' ? 0 : 1;
clearTimeout(late);
session.destroy();
