import { connect, createServer } from 'node:net';
import { FailureError } from './command-error.ts';
import type { Port } from './config.ts';

/** A connection to this machine is there at once or never; one to another may take this long, ms. */
const connectBudgetMs = 1_000;

/** @throws {FailureError} naming every port that is in use, its owner to be and the variable that moves it */
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

/** Whether something listens there. */
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
