import type { Server } from '@grpc/grpc-js';
import { reportChanged } from '../grpc-js/internals.ts';
import { sendNoMorePings } from '../grpc-js/no-pings-while-draining.ts';
import type { OpenCalls } from '../grpc-js/open-calls.ts';

/**
 * How long calls under way may take to end, ms. Process managers kill 5 s after the first signal, and pools, stores and
 * telemetry close after the server.
 */
export const defaultDrainBudgetMs = 1_500;

/**
 * How long the last answers may take to leave, ms. A status follows all that was sent before it, in a later turn of the
 * event loop. Shorter: callers far away see a reset. Longer: one that reads nothing holds the service up.
 */
const lastAnswersMs = 300;

/** Stops a server. Calls under way may end within the budget; those that do not are answered UNAVAILABLE. */
export async function drain(server: Server, openCalls: OpenCalls, budgetMs: number): Promise<void> {
  const { promise: drained, resolve } = Promise.withResolvers<void>();
  if (!sendNoMorePings(server)) reportChanged('sendNoMorePings');
  server.tryShutdown(() => resolve());
  if (await isOver(drained, budgetMs)) return;
  openCalls.refuse('the service is stopping');
  if (await isOver(drained, lastAnswersMs)) return;
  server.forceShutdown();
}

async function isOver(drained: Promise<void>, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), withinMs);
  return Promise.race([drained.then(() => true), late.promise]).finally(() => clearTimeout(timer));
}
