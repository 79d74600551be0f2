import { hostPort } from '@prime-mesh/config';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config, Port } from '../config/config.ts';
import { reachableHost } from '../machine/ports.ts';

const betweenChecksMs = 100;
/** Longest wait for one answer, ms. A healthy service answers in milliseconds, one that starts may be slower. */
const checkBudgetMs = 2_000;

/** Asks a service for its health until it is SERVING. Rejects with the reason of the signal. */
export async function untilServing(
  { host, port }: Port,
  { tls }: Config,
  signal: AbortSignal,
): Promise<void> {
  // Not at the top: `demo` starts the SDK first, and gRPC that is imported before it is never traced.
  const { createClient, Health } = await import('@prime-mesh/mesh');
  await using client = createClient(Health, hostPort(reachableHost(host), port), {
    deadlineMs: checkBudgetMs,
    tls,
  });
  for (;;) {
    try {
      const { status } = await client.unary('Check', { service: '' }, { signal });
      if (status === 'SERVING') return;
    } catch (error) {
      if (signal.aborted) throw error;
      // It is not up yet.
    }
    await delay(betweenChecksMs, undefined, { signal });
  }
}
