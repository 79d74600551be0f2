import type { Server } from '@grpc/grpc-js';
import type { OpenCalls } from '../grpc-js/open-calls.ts';

/** Stops a server. Calls under way may end within the budget; those that do not are answered UNAVAILABLE. */
export async function drain(server: Server, openCalls: OpenCalls, budgetMs: number): Promise<void> {
  const { promise: drained, resolve } = Promise.withResolvers<void>();
  server.tryShutdown(() => resolve());
  const timer = setTimeout(() => {
    openCalls.refuse('the service is stopping');
    setImmediate(() => {
      server.forceShutdown();
      resolve();
    });
  }, budgetMs);
  await drained.finally(() => clearTimeout(timer));
}
