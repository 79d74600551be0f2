import type { SpanData } from './threads/span-data.ts';

/** What the preload of a thread leaves behind for the functions of `index.ts`. */
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
