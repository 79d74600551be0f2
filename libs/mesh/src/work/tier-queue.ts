/** Priorities, the highest first. */
export const tiers = ['gold', 'silver', 'free'] as const;
export type Tier = (typeof tiers)[number];

/** One turn in so many is for the oldest, whatever its tier. Larger: a busy tier starves the lower ones for longer. */
const oldestEvery = 8;

/** Those who wait, by tier, and within a tier by arrival. Each can leave in O(1), wherever it stands. */
export class TierQueue<T> {
  readonly #queues = tiers.map(() => new Map<T, number>()); // with the number of the arrival
  #arrivals = 0;
  #turns = 0;

  get size(): number {
    return this.#queues.reduce((total, queue) => total + queue.size, 0);
  }

  add(item: T, tier: Tier): void {
    this.#queues[tiers.indexOf(tier)]?.set(item, this.#arrivals++);
  }

  /** Returns whether it was there. */
  delete(item: T): boolean {
    return this.#queues.some((queue) => queue.delete(item));
  }

  /** Takes out the one whose turn it is. */
  take(): T | undefined {
    const heads = this.#queues.flatMap((queue) => {
      const head = queue.entries().next().value;
      return head === undefined ? [] : [head];
    });
    const isForOldest = ++this.#turns % oldestEvery === 0;
    const [next] = isForOldest ? heads.toSorted(([, a], [, b]) => a - b) : heads;
    if (next !== undefined) this.delete(next[0]);
    return next?.[0];
  }

  /** Returns those who are served before a newcomer of this tier. */
  ahead(tier: Tier): T[] {
    return this.#queues.slice(0, tiers.indexOf(tier) + 1).flatMap((queue) => [...queue.keys()]);
  }

  /** Returns those whom a newcomer of this tier overtakes. */
  overtaken(tier: Tier): T[] {
    return this.#queues.slice(tiers.indexOf(tier) + 1).flatMap((queue) => [...queue.keys()]);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.ahead('free')[Symbol.iterator]();
  }

  clear(): void {
    for (const queue of this.#queues) queue.clear();
  }
}
