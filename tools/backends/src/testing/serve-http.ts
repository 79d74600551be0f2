import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = string | undefined | Promise<string | undefined>;

/** Starts an HTTP server on 127.0.0.1. An undefined `answer` is a 404, one that throws is a 500. */
export async function serveHttp(
  type: string,
  answer: (url: URL, headers: IncomingHttpHeaders) => Answer,
): Promise<AsyncDisposable & { readonly url: URL }> {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body = await answer(new URL(request.url ?? '/', 'http://localhost'), request.headers);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body ?? 'not found');
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const server: Server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
