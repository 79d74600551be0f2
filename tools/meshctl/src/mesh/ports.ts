import { connect, createServer } from 'node:net';
import type { Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';

/** Longest wait for a connection, ms. On this machine it is made or refused at once; another may be far away. */
const connectBudgetMs = 1_000;

/** @throws {FailureError} naming every port in use, the program that needs it and the variable that moves it */
export async function assertPortsFree(ports: readonly Port[]): Promise<void> {
  const problems = await Promise.all(ports.map(problemOf));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new FailureError('PORT_IN_USE', found.join('\n'));
}

async function problemOf({ owner, variable, host, port }: Port): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EADDRINUSE' ? 'is in use' : `cannot be had (${error.code ?? error.message})`;
    resolve(`port ${port} (${owner}) ${reason}: end what listens there or set ${variable} to another port`);
  });
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}

/** Whether something listens on a port. */
export async function isListening(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: connectBudgetMs });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  const answer = await promise;
  socket.destroy();
  return answer;
}

/** Port of OTLP over gRPC for an endpoint that names none. */
const otlpPort = 4317;

/** Whether something listens at an endpoint in the form of OTEL_EXPORTER_OTLP_ENDPOINT. A socket file is not tried. */
export async function isEndpointListening(endpoint: string): Promise<boolean> {
  if (endpoint.startsWith('unix:')) return true;
  const { host, port } = parseEndpoint(endpoint);
  return isListening(host, port);
}

/** Host and port of an endpoint with or without a scheme. */
export function parseEndpoint(endpoint: string): { host: string; port: number } {
  const { hostname, port } = new URL(/^https?:/.test(endpoint) ? endpoint : `http://${endpoint}`);
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || otlpPort) };
}
