// node libs/mesh/bin/healthcheck.ts PORT: exits with 0 if the server on this port of this machine is SERVING. It is for
// supervisors without a gRPC probe, which run it every few seconds. So it loads neither definitions nor telemetry.
import { Client, credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';

/** A server that takes longer does not serve. In ms. */
const budgetMs = 2_000;

/** HealthCheckRequest of the server as a whole. */
const request = Buffer.alloc(0);

/** HealthCheckResponse { status: SERVING }: field 1, value 1. */
const serving = Buffer.of(0x08, 1);

const asIs = (bytes: Buffer): Buffer => bytes;

/** Returns credentials with the server's own certificate, in whose environment this runs, in case one is asked for. */
function ofServer(): ChannelCredentials {
  // oxlint-disable-next-line node/no-process-env -- the server has read and checked the same variables
  const { MESH_TLS_KEY: key, MESH_TLS_CERT: certificates } = process.env;
  if (!key || !certificates) return credentials.createInsecure();
  // The question is whether the server serves. Whether its certificate is trusted, and for which name, is its callers'.
  const verification = { rejectUnauthorized: false };
  return credentials.createSsl(null, readFileSync(key), readFileSync(certificates), verification);
}

const [port = ''] = process.argv.slice(2);
const client = new Client(`127.0.0.1:${port}`, ofServer(), { 'grpc.enable_http_proxy': 0 });
const options = { deadline: Date.now() + budgetMs };
client.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, request, options, (error, answer) => {
  const isServing = answer !== undefined && serving.equals(answer);
  process.stdout.write(`${error?.message ?? (isServing ? 'SERVING' : 'NOT_SERVING')}\n`);
  process.exitCode = isServing ? 0 : 1;
  client.close();
});
