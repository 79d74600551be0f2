import type { Piscina } from 'piscina';
import { threadId } from 'node:worker_threads';

// A seat is the index of a thread in its pool: a word of shared memory with the id of the thread that has it, or 0.

/** How long to wait for a seat, ms. That of a dead thread is free a few ms later, when the main thread has noticed. */
const seatWaitMs = 5_000;

/** Takes a free seat for this thread, and returns its index. */
export function takeSeat(seats: Int32Array): number {
  const giveUpAt = Date.now() + seatWaitMs;
  for (;;) {
    const index = seats.findIndex((_, seat) => Atomics.compareExchange(seats, seat, 0, threadId) === 0);
    if (index >= 0) return index;
    if (Date.now() > giveUpAt) throw new Error(`no free index among ${seats.length}`);
    Atomics.wait(seats, 0, seats[0] ?? 0, 10);
  }
}

/** Frees the seat of a dead thread for the one that takes its place. */
export function freeSeatsOnExit(piscina: Piscina, seats: Int32Array): void {
  const watched = new WeakSet();
  const watch = (): void => {
    for (const thread of piscina.threads) {
      if (watched.has(thread)) continue;
      watched.add(thread);
      const { threadId: id } = thread; // -1 once it has exited
      thread.once('exit', () => {
        const seat = seats.indexOf(id);
        if (seat >= 0) Atomics.store(seats, seat, 0);
      });
    }
  };
  watch();
  piscina.on('workerCreate', watch);
}
