// node libs/mesh/src/healthcheck.ts PORT: exits 0 if the server on this port of this machine is SERVING, for supervisors
// without a gRPC probe. It runs every few seconds for ever, so it loads neither the definitions nor the telemetry.
import { Client, credentials } from '@grpc/grpc-js';

/** A server that takes longer, in ms, does not serve. */
const budgetMs = 2_000;

/** HealthCheckRequest of the server as a whole. */
const request = Buffer.alloc(0);

/** HealthCheckResponse { status: SERVING }: field 1, value 1. */
const serving = Buffer.of(0x08, 1);

const asIs = (bytes: Buffer): Buffer => bytes;

const [port = ''] = process.argv.slice(2);
const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
const options = { deadline: Date.now() + budgetMs };
client.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, request, options, (error, answer) => {
  const isServing = answer !== undefined && serving.equals(answer);
  process.stdout.write(`${error?.message ?? (isServing ? 'SERVING' : 'NOT_SERVING')}\n`);
  process.exitCode = isServing ? 0 : 1;
  client.close();
});
