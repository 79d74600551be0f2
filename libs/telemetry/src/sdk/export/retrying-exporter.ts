import { ExportResultCode, type ExportResult } from '@opentelemetry/core';

/** What the exporters of spans and of log records have in common. */
export interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE and DATA_LOSS, as the OTLP specification lists them,
 * and RESOURCE_EXHAUSTED, which it lists with a RetryInfo only. Numbers, because an import of @grpc/grpc-js here would
 * come before its instrumentation.
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
const retryable: ReadonlySet<unknown> = new Set([1, 4, 8, 10, 11, 14, 15]);
/** Delays double from the first to the longest, in ms, each cut by up to a half at random. */
const firstDelayMs = 250;
const longestRetryDelayMs = 5_000;

/**
 * Sends a batch again when the backend could not take it. Meanwhile the bounded queue of the batch processor takes what
 * comes.
 *
 * The OTLP/gRPC exporters of OpenTelemetry JS (0.223) try once, so that each batch that meets a restarting backend is
 * lost. Goes when they retry over gRPC as they do over HTTP.
 * @see https://github.com/open-telemetry/opentelemetry-js/issues/1233
 */
export class RetryingExporter<Item> implements Exporter<Item> {
  readonly #inner: Exporter<Item>;
  readonly #budgetMs: number;
  readonly #waiting = new Set<() => void>();
  readonly #pending = new Set<Promise<void>>();
  #finishBy = Infinity;
  #undelivered = 0;
  #longestDelayMs = longestRetryDelayMs;

  /** @param budgetMs how long after its first attempt a batch may be tried again */
  constructor(inner: Exporter<Item>, budgetMs: number) {
    this.#inner = inner;
    this.#budgetMs = budgetMs;
  }

  /** Items that are under way, and those that were given up since `finishBy`. */
  get undelivered(): number {
    return this.#undelivered;
  }

  export(items: Item[], done: (result: ExportResult) => void): void {
    const delivered = this.#deliver(items, done);
    this.#pending.add(delivered);
    void delivered.finally(() => this.#pending.delete(delivered)); // does not reject
  }

  /** Hurries: from now on no attempt begins after this epoch ms, and until then the delays stay short. */
  finishBy(epochMs: number): void {
    this.#finishBy = epochMs;
    this.#longestDelayMs = firstDelayMs;
    for (const wake of this.#waiting) wake();
  }

  async forceFlush(): Promise<void> {
    await this.#inner.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#pending);
    await this.#inner.shutdown();
  }

  async #deliver(items: Item[], done: (result: ExportResult) => void): Promise<void> {
    this.#undelivered += items.length;
    const result = await this.#send(items);
    const isLost = result.code !== ExportResultCode.SUCCESS && this.#finishBy < Infinity;
    if (!isLost) this.#undelivered -= items.length;
    done(result);
  }

  async #send(items: Item[]): Promise<ExportResult> {
    const end = Date.now() + this.#budgetMs;
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, this.#longestDelayMs)) {
      const result = await new Promise<ExportResult>((resolve) => this.#inner.export(items, resolve));
      if (result.code === ExportResultCode.SUCCESS || !isRetryable(result.error)) return result;
      const jitteredMs = delayMs * (0.5 + Math.random() / 2);
      if (Date.now() + jitteredMs > Math.min(end, this.#finishBy)) return result;
      await this.#pause(jitteredMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms).unref(); // a backend that is away keeps no program alive
      this.#waiting.add(wake);
    });
  }
}

function isRetryable(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && retryable.has(error.code);
}
