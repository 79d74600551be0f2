/** Sets a word of shared memory to 1, and wakes whoever waits for it. */
export function setWord(word: Int32Array): void {
  Atomics.store(word, 0, 1);
  Atomics.notify(word, 0);
}

/** Waits until another thread has called `setWord`. */
export async function wordSet(word: Int32Array, what: string, withinMs = 10_000): Promise<void> {
  const { value } = Atomics.waitAsync(word, 0, 0, withinMs);
  if ((await value) === 'timed-out') throw new Error(`${what} did not come within ${withinMs} ms`);
}
