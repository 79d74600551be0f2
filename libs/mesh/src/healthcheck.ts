// node libs/mesh/src/healthcheck.ts PORT: exits 0 if the server on this port of this machine is SERVING, for supervisors
// without a gRPC probe. It speaks HTTP/2 itself: loading grpc-js takes three times the CPU, at every check for ever.
import { connect } from 'node:http2';
import { buffer } from 'node:stream/consumers';

/** A server that takes longer, in ms, does not serve. */
const budgetMs = 2_000;

/** HealthCheckRequest of the server as a whole: no compression, length 0, no fields. */
const request = Uint8Array.of(0, 0, 0, 0, 0);

/** HealthCheckResponse { status: SERVING }: no compression, length 2, field 1, value 1. */
const serving = Buffer.of(0, 0, 0, 0, 2, 0x08, 1);

async function isServing(port: string): Promise<boolean> {
  const session = connect(`http://127.0.0.1:${port}`);
  const failed = new Promise<never>((_, reject) => session.once('error', reject));
  const timer = setTimeout(() => session.destroy(new Error(`no answer in ${budgetMs} ms`)), budgetMs);
  try {
    const call = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.end(request);
    return serving.equals(await Promise.race([buffer(call), failed]));
  } finally {
    clearTimeout(timer);
    session.destroy();
  }
}

const [port = ''] = process.argv.slice(2);
try {
  const answer = await isServing(port);
  process.stdout.write(answer ? 'SERVING\n' : 'NOT_SERVING\n');
  process.exitCode = answer ? 0 : 1;
} catch (error) {
  process.stdout.write(`port ${port}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
