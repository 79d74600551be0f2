import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Pause between two attempts, ms. A shorter one takes CPU time from what is waited for. */
const betweenMs = 100;

/**
 * Calls `ask` until its answer is accepted, and returns that answer. An `ask` that throws is called again.
 * @param what name of what is awaited, for the error message
 * @param isThere accepts an answer; by default everything but undefined and false
 * @param withinMs longest time to wait, ms
 * @throws {Error} with `what` and the last answer, when the time is up
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  isThere: (answer: T) => boolean = (answer) => answer !== undefined && answer !== false,
  { withinMs = 30_000 }: { readonly withinMs?: number } = {},
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (isThere(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Error(`${what} is not there after ${withinMs} ms, but ${inspect(last, { depth: 4 })}`, {
        cause: last,
      });
    }
    await delay(betweenMs);
  }
}
