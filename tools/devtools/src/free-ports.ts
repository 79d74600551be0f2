import { createServer } from 'node:net';

/** A port about to be listened on, with the variable that sets it. */
export interface WantedPort {
  readonly purpose: string;
  readonly variable: string;
  readonly port: number;
}

/** Ports are in use or may not be bound; the message lists all of them. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/** @throws {PortError} if any of the ports cannot be bound on `host` */
export async function assertPortsFree(host: string, wanted: readonly WantedPort[]): Promise<void> {
  const problems = await Promise.all(wanted.map((port) => problemOf(host, port)));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new PortError(found.join('\n'));
}

async function problemOf(host: string, { purpose, variable, port }: WantedPort): Promise<string | undefined> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be bound (${code})`;
    return `port ${port} for ${purpose} ${reason} on ${host}: set ${variable} to another`;
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
