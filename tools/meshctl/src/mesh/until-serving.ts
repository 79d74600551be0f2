import { setTimeout as delay } from 'node:timers/promises';
import type { Config, Port } from '../config/config.ts';

const betweenChecksMs = 100;
/** A healthy service answers in milliseconds; one that is starting on a busy machine may take longer. */
const checkBudgetMs = 2_000;

/** Asks a service for its health until it is SERVING. Rejects with the reason of the signal. */
export async function untilServing(
  { host, port }: Port,
  { tls }: Config,
  signal: AbortSignal,
): Promise<void> {
  // Not at the top: `demo` starts telemetry first, and a gRPC that was imported before it is never traced.
  const { createClient, Health } = await import('@prime-mesh/mesh');
  await using client = createClient(Health, `${host}:${port}`, { deadlineMs: checkBudgetMs, tls });
  for (;;) {
    try {
      const { status } = await client.unary('Check', { service: '' }, { signal });
      if (status === 'SERVING') return;
    } catch (error) {
      if (signal.aborted) throw error;
      // It is not up yet: that is what we wait for.
    }
    await delay(betweenChecksMs, undefined, { signal });
  }
}
