import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ephemeral ports: Linux hands those out from 32768 on, macOS and Windows from 49152 on. */
const ports = { first: 20_000, end: 32_768 };
let next = randomInt(ports.first, ports.end);

/**
 * Returns a TCP port that nobody listens on. No outgoing connection takes it, since it is below the ephemeral ports.
 * No other call in this process returns it.
 */
export async function freePort(): Promise<number> {
  const port = next++;
  if (next === ports.end) next = ports.first;
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return freePort();
    throw error;
  }
  server.close();
  await once(server, 'close');
  return port;
}
