import { shutdownMs } from './shutdown.ts';
import type { SpanData } from './threads/span-data.ts';

/** What the preload of a thread leaves behind for the functions below. */
export interface Handle {
  readonly serviceName: string;
  readonly instanceId: string;
  readonly isInstrumented: boolean;
  adopt(spans: readonly SpanData[]): void;
  take(): SpanData[];
  shutdown(withinMs: number): Promise<void>;
}

// On globalThis, as the OpenTelemetry API does: a test runner may load this file a second time beside the preload's.
const registryKey = Symbol.for('prime-mesh.telemetry');
const registry = globalThis as typeof globalThis & { [registryKey]?: Handle };

/** The handle of this thread; absent when it was started without the preload. */
export function currentHandle(): Handle | undefined {
  return registry[registryKey];
}

/** Makes `handle` the handle of this thread. */
export function setHandle(handle: Handle): void {
  registry[registryKey] = handle;
}

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

/** Whether the preload has patched @grpc/grpc-js. If not, calls are not traced and carry no context. */
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
