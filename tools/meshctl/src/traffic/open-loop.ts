import { setTimeout as delay } from 'node:timers/promises';

export interface OpenLoopOptions {
  /** When each call is due, ms after the start, ascending and below the duration. */
  readonly arrivals: Iterable<number>;
  readonly durationMs: number;
  /** Calls that may be under way at once; those due meanwhile are held back, and sent late. */
  readonly maxInFlight: number;
  /** Ends the loop at once. */
  readonly stop: AbortSignal;
  /**
   * Sends one call and waits for its end; must not reject.
   * @param dueAt when it was due, on the clock of `performance.now()`
   */
  readonly send: (dueAt: number) => Promise<void>;
}

/** What an open loop has done so far. */
export interface OpenLoopCounts {
  sent: number;
  /** Of those sent, the ones that had to wait for a place. */
  heldBack: number;
  /** Due, but still held back when the time was over. */
  unsent: number;
  inFlight: number;
}

/**
 * Sends calls when they are due, whether or not earlier ones have ended. A slow service so makes calls late by the
 * clock of the caller, instead of making them fewer. Updates `counts` as it goes. Resolves when every call has ended.
 */
export async function runOpenLoop(options: OpenLoopOptions, counts: OpenLoopCounts): Promise<void> {
  const { arrivals, durationMs, maxInFlight, stop, send } = options;
  const startedAt = performance.now();
  let changed = Promise.withResolvers<void>();
  const wake = (): void => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const isFull = (): boolean => counts.inFlight >= maxInFlight;
  const isOver = (): boolean => stop.aborted || performance.now() - startedAt >= durationMs;
  const timer = setTimeout(wake, durationMs + 1);
  stop.addEventListener('abort', wake);
  try {
    for (const offsetMs of arrivals) {
      const dueAt = startedAt + offsetMs;
      await untilDue(dueAt, stop);
      if (stop.aborted && performance.now() < dueAt) break;
      const isHeldBack = isFull();
      while (isFull() && !isOver()) await changed.promise;
      if (isFull() || stop.aborted) {
        counts.unsent++;
        continue;
      }
      if (isHeldBack) counts.heldBack++;
      counts.sent++;
      counts.inFlight++;
      void send(dueAt).finally(() => {
        counts.inFlight--;
        wake();
      });
    }
    while (counts.inFlight > 0) await changed.promise;
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', wake);
  }
}

/** Waits until then. A timer may fire a little early, so the clock is read again. */
async function untilDue(dueAt: number, stop: AbortSignal): Promise<void> {
  for (
    let waitMs = dueAt - performance.now();
    waitMs > 0 && !stop.aborted;
    waitMs = dueAt - performance.now()
  )
    await delay(Math.ceil(waitMs), undefined, { signal: stop }).catch(() => {});
}
