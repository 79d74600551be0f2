import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in the environment of a process, which connects nobody. */
export interface RefusingProxy extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** Where it was asked to connect to. */
  readonly asked: readonly (string | undefined)[];
}

export async function startRefusingProxy(): Promise<RefusingProxy> {
  const asked: (string | undefined)[] = [];
  const server = createServer().on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { http_proxy: address, https_proxy: address, grpc_proxy: address, no_proxy: '', no_grpc_proxy: '' },
    asked,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
