import { calledHost, hostPort, parseOtlpEndpoint } from '@prime-mesh/config';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { portHolder } from './port-holder.ts';

/** Longest wait for a connection, ms. On this machine it is made or refused at once; another may be far away. */
const connectBudgetMs = 1_000;
/**
 * Longest wait for ports, ms. They lie in the range that Linux takes the ports of outgoing connections from, and most of
 * those are short, as is the end of an earlier mesh.
 */
const freeBudgetMs = 3_000;
const betweenLooksMs = 200;

/** Codes of an address that this machine does not have. */
const absent = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Waits a few seconds for ports to be free, on every address that they are listened on or called at: what listens on
 * one of them only would get a share of the calls.
 * @throws {FailureError} naming every port in use, what holds it, the program that needs it and the variable that moves it
 */
export async function untilPortsFree(
  ports: readonly Port[],
  signal: AbortSignal,
  { withinMs = freeBudgetMs }: { readonly withinMs?: number } = {},
): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = (await Promise.all(ports.map(problemsOf))).flat();
    if (found.length === 0) return;
    if (performance.now() > end) throw new FailureError('PORT_IN_USE', found.join('\n'));
    await delay(betweenLooksMs, undefined, { signal });
  }
}

async function problemsOf({ owner, variable, host, port }: Port): Promise<string[]> {
  const listened = await addressesOf(host);
  const called = await addressesOf(calledHost(host));
  const problems: string[] = [];
  for (const address of new Set([...listened, ...called])) {
    const code = await bindError(address, port);
    if (code === undefined || (absent.includes(code) && !listened.includes(address))) continue;
    const why = code === 'EADDRINUSE' ? whyInUse(address, port) : `cannot be had on ${address} (${code})`;
    problems.push(`port ${port} (${owner}) ${why}, or set ${variable} to another port`);
  }
  return problems;
}

function whyInUse(address: string, port: number): string {
  const holder = portHolder(address, port);
  const place = hostPort(address, port);
  if (holder === undefined) return `is in use: end what listens on ${place} or is connected from there`;
  const { owner, peer } = holder;
  if (peer === undefined) return `is in use: ${owner} listens on ${place}: end it`;
  return `is in use: a connection of ${owner} from ${place} to ${peer} holds it: wait for its end`;
}

/** A name that has no address is left to the bind, which says so. */
async function addressesOf(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true }).catch(() => [{ address: host }]);
  return found.map(({ address }) => address);
}

/** The code of the error with which a port cannot be listened on; undefined if it can. */
async function bindError(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen({ host, port, exclusive: true }), 'listening');
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Whether something listens on a port. */
export async function isListening(host: string, port: number): Promise<boolean> {
  return isConnectable({ host: reachableHost(host), port });
}

/** Where a server that listens on `host` is sure to be reached itself, and not another one under the same name. */
export function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

/** Whether something listens where a page or an API is. */
export async function isUrlListening({ hostname, port, protocol }: URL): Promise<boolean> {
  const host = hostname.replaceAll(/[[\]]/g, '');
  return isConnectable({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
}

/** Whether something listens at an endpoint of OTLP. */
export async function isEndpointListening(endpoint: string): Promise<boolean> {
  const parsed = parseOtlpEndpoint(endpoint);
  return parsed !== undefined && isConnectable(parsed.at);
}

async function isConnectable(at: { host: string; port: number } | { path: string }): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...at, timeout: connectBudgetMs });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  const answer = await promise;
  socket.destroy();
  return answer;
}
