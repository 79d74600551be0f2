import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { attachDevtoolsRoutes, DevtoolsServer, hostHeaderIsLoopback } from 'autotel-devtools/server';

/** SQLite's name for a temporary file of its own that is gone when it is closed or the process dies. */
const temporaryFile = '';
/** The last resort, on that file; pruneStore keeps it far smaller. A span takes about 4 KiB. */
const maxStoreBytes = 1024 ** 3;
/**
 * Traces and log records held in memory for pages that connect; they read the store anyway.
 * NOTE: with any trace held, autotel-devtools 27.1.0 stores all its spans again with every export that adds
 * some: 400,000 writes of spans for a trace of 20,000 that comes 512 at a time.
 */
const liveTail = { maxTraceCount: 0, maxLogCount: 0 };

/** The store with its page and query API. */
export interface Page extends AsyncDisposable {
  readonly store: DevtoolsServer;
  /** The port that is bound, also if 0 was asked for. */
  readonly port: number;
}

/** Serves the page and the API over HTTP, on exactly this port. */
export async function startPage({ host, port }: { host: string; port: number }): Promise<Page> {
  const httpServer = createServer();
  const store = new DevtoolsServer({
    server: httpServer,
    host,
    dbPath: temporaryFile,
    maxDbBytes: maxStoreBytes,
    ...liveTail,
  });
  const sockets = trackSockets(httpServer);
  const routes = createServer();
  attachDevtoolsRoutes(routes, store, { loopbackOnly: hostHeaderIsLoopback(host), title: 'prime-mesh' });
  httpServer.on('request', (request, response) => {
    if (isOtlp(request)) refuseOtlp(response);
    else routes.emit('request', request, response);
  });
  await listen(httpServer, host, port);
  return {
    store,
    port: (httpServer.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = store.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Pages keep a WebSocket open, for which a close of the server would wait. */
function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function isOtlp({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && url.startsWith('/v1/');
}

/** One way in: the routes' own protobuf decoder reads the counts of histograms wrongly. */
function refuseOtlp(response: ServerResponse): void {
  response.writeHead(415, { 'content-type': 'text/plain' });
  response.end('this backend takes OTLP over gRPC only (OTEL_EXPORTER_OTLP_PROTOCOL=grpc)\n');
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
