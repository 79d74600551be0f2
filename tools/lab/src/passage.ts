import type { Called, CallOptions } from './hop/call-hops.ts';
import { callHops } from './hop/call-hops.ts';
import type { Seen } from './hop/protocol.ts';
import type { Hop } from './hop/start-hop.ts';
import { drawTrace } from './w3c.ts';

/** Headers in every format: W3C and B3 of one trace, a tracestate and an entry of baggage. */
export function sendEverything(): { traceId: string; headers: Record<string, string> } {
  const { traceId, traceparent, b3 } = drawTrace();
  const headers = { traceparent, b3, tracestate: 'vendor=1', baggage: 'mesh.tenant=acme' };
  return { traceId, headers };
}

/** Names the parts of what was sent that a piece of code got; `nothing` for a new trace without baggage. */
export function describePassage(seen: Seen | undefined, traceId: string): string {
  if (seen === undefined) return 'no answer';
  const hasTrace = seen.traceId === traceId;
  const parts = [
    ...(hasTrace ? [seen.isSampled ? 'trace' : 'trace (unsampled)'] : []),
    ...(hasTrace && seen.tracestate === 'vendor=1' ? ['tracestate'] : []),
    ...(seen.baggage['mesh.tenant'] === 'acme' ? ['baggage'] : []),
  ];
  return parts.join(', ') || 'nothing';
}

/** Sends everything through the hops; `passage` names what the code of the last one got. */
export async function passageTo(
  route: readonly Hop[],
  options: Omit<CallOptions, 'headers'> = {},
): Promise<Called & { readonly passage: string; readonly traceId: string }> {
  const { traceId, headers } = sendEverything();
  const called = await callHops(route, { ...options, headers });
  return { ...called, traceId, passage: describePassage(called.hops[route.length - 1]?.active, traceId) };
}
