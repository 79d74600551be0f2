import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Between two questions, ms: more often, and those who wait take the CPU from those they wait for. */
const betweenMs = 100;

/**
 * Asks until the answer is there, and returns it. A question that fails has no answer yet.
 * @param what is awaited, for the message
 * @param isThere by default, anything but undefined and false
 * @param withinMs longest time to ask for, ms
 * @throws {Error} with what was awaited and the last answer
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
