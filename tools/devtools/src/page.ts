import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { attachDevtoolsRoutes, DevtoolsServer, hostHeaderIsLoopback } from 'autotel-devtools/server';
import type { Ingest } from './ingest.ts';
import { exportedSignal, receiveOverHttp } from './otlp-http.ts';

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
  /** Serves over HTTP on exactly this port, and returns it, also if 0 was asked for. */
  listen(port: number, ingest: Ingest): Promise<number>;
}

/** Makes the store. */
export function createPage(host: string): Page {
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
  return {
    store,
    async listen(port, ingest) {
      // In front of the routes, whose own protobuf decoder reads the counts of histograms wrongly.
      httpServer.on('request', (request, response) => {
        const signal = exportedSignal(request);
        if (signal === undefined) routes.emit('request', request, response);
        else receiveOverHttp(ingest, signal)(request, response);
      });
      await listen(httpServer, host, port);
      return (httpServer.address() as AddressInfo).port;
    },
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

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
