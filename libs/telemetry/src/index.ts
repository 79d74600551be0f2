import { currentHandle } from './sdk/handle.ts';
import { shutdownMs } from './sdk/shutdown.ts';
import type { SpanData } from './sdk/threads/span-data.ts';

export { allowedBaggage } from './baggage/processors.ts';
export { withProvenTenant } from './baggage/propagator.ts';
export { setBaggagePolicy, type BaggagePolicy, type DropReason } from './baggage/rules.ts';
export { pack, unpack, type Carrier } from './sdk/threads/carrier.ts';
export { countDropped } from './baggage/count-dropped.ts';
export { instrument } from './record/instrument.ts';
export { createLogger, type Logger } from './record/logger.ts';
export { names } from './names/names.ts';
export { serviceEvents } from './record/service-events.ts';
export { createWallClock } from './sdk/traces/wall-clock.ts';
export type { SpanData };

/** Takes the spans that ended in this worker thread since the last call, to be sent with a reply. */
export function takeSpans(): SpanData[] {
  return currentHandle()?.take() ?? [];
}

/** Exports spans that a worker thread took as spans of this process. */
export function adoptSpans(spans: readonly SpanData[]): void {
  currentHandle()?.adopt(spans);
}

/** Sends what is still held, spans and logs before metrics. Never rejects; a second call waits for the first. */
export async function shutdownTelemetry(withinMs: number = shutdownMs): Promise<void> {
  await currentHandle()?.shutdown(withinMs);
}

/** Whether the preload has patched @grpc/grpc-js; if not, calls are not traced and carry no context. */
export function isInstrumented(): boolean {
  return currentHandle()?.isInstrumented ?? false;
}

/** The `service.instance.id` under which this process reports; empty without the preload. */
export function instanceId(): string {
  return currentHandle()?.instanceId ?? '';
}

/** The `service.name` under which this process reports; empty without the preload. */
export function serviceName(): string {
  return currentHandle()?.serviceName ?? '';
}
