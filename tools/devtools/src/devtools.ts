import type { Config } from './config.ts';
import { openForwarder, type ForwardTarget } from './forwarder.ts';
import { assertPortsFree } from './free-ports.ts';
import { createIngest } from './ingest.ts';
import { createPage } from './page.ts';
import { pruneStore, type StoreCaps } from './prune-store.ts';
import { startReceiver } from './receiver.ts';
import { grpcPath } from './signals.ts';

/**
 * A full store is a temporary file of about 400 MB. A trace of up to this many spans is complete; a larger one is
 * complete as long as it is the newest.
 */
const caps: StoreCaps = { spans: 100_000, logs: 100_000, values: 50_000 };
/** Spans and log records between two prunings. A larger number lets the file overshoot, a smaller one costs time. */
const pruneEvery = 20_000;

export type { ForwardTarget } from './forwarder.ts';

/** The running backend. */
export interface Devtools extends AsyncDisposable {
  /** Address of the page, of the query API and of OTLP over HTTP. */
  readonly url: string;
  /** Host:port for OTLP over gRPC. */
  readonly otlpAddress: string;
}

/**
 * Starts the receivers, the store and the page.
 * @param forwardTo receives a copy of every export
 * @throws {PortError} if a port is taken; nothing is left listening then
 */
export async function startDevtools(
  { host, otlpPort, pagePort }: Config,
  { forwardTo }: { forwardTo?: ForwardTarget | undefined } = {},
): Promise<Devtools> {
  await assertPortsFree(host, [
    { purpose: 'OTLP/gRPC', variable: 'DEVTOOLS_OTLP_PORT', port: otlpPort },
    { purpose: 'the page, its API and OTLP/HTTP', variable: 'DEVTOOLS_PORT', port: pagePort },
  ]);
  await using owned = new AsyncDisposableStack();
  const page = owned.use(createPage(host));
  const forwarder = forwardTo && owned.use(openForwarder(forwardTo));
  let unpruned = 0;
  const ingest = createIngest(page.store, {
    onTaken: (signal, bytes) => forwarder?.send(grpcPath(signal), bytes),
    onStored: (rows) => {
      unpruned += rows;
      if (unpruned < pruneEvery) return;
      unpruned = 0;
      pruneStore(page.store, caps);
    },
  });
  const pageBound = await page.listen(pagePort, ingest);
  const receiver = owned.use(await startReceiver(ingest, { host, port: otlpPort }));
  const started = owned.move();
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${pageBound}`,
    otlpAddress: `${name}:${receiver.port}`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
