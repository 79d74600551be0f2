import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems hand out by themselves: Linux from 32768 on, macOS and Windows from 49152 on. */
const ports = { first: 20_000, end: 32_768 };
let next = randomInt(ports.first, ports.end);

/**
 * A TCP port that nobody listens on. No connection takes it before its user does, as the system does not hand it out,
 * nor does another call of this process.
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
