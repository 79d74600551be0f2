import { expect, test } from 'vitest';
import { createArena, openKernel, splitLimit } from '../index.ts';
import { layOut, scratchOf, slotAddress } from './arena.ts';

const slotBytes = 4 * 2 ** 20;
const addresses = 2 ** 32;

const upTo = (most: number): number[] => Array.from({ length: most }, (_, index) => index);

test('an arena holds what is asked for, for any number of threads and slots that a service takes', () => {
  for (const threads of upTo(65).slice(1)) {
    for (const slots of upTo(257).slice(1)) {
      const layout = layOut({ threads, slots, slotBytes });
      const ends = upTo(slots).map((slot) => slotAddress(layout, slot) + slotBytes);
      const scratches = upTo(threads).map((thread) => scratchOf(layout, thread));
      const heapEnds = scratches.map(({ heap }) => heap + layout.laneBytes);
      const starts = [
        ...upTo(slots).map((slot) => slotAddress(layout, slot)),
        ...scratches.map(({ header }) => header),
      ];
      // What begins next, and at last the end of the addresses.
      const next = [...starts.slice(1), addresses - 1];
      const overlaps = [...ends, ...heapEnds].filter((end, index) => end > (next[index] ?? 0));
      expect({ threads, slots, overlaps }).toEqual({ threads, slots, overlaps: [] });
      expect(layout.laneBytes).toBeGreaterThan(2 ** 25);
    }
  }
});

test('up to nine threads with twice as many slots have the whole of a lane', () => {
  const laneBytes = upTo(11).map((n) => layOut({ threads: n + 1, slots: 2 * n + 2, slotBytes }).laneBytes);
  expect(laneBytes.slice(0, 9)).toEqual(Array(9).fill(440 * 2 ** 20));
  expect(laneBytes[9]).toBeLessThan(440 * 2 ** 20);
});

test('what does not fit without lanes is refused with value and bound', () => {
  expect(() => layOut({ threads: 1, slots: 1024, slotBytes })).toThrow(
    /arena of \d+ bytes exceeds 4294901760/,
  );
});

// primesieve: π(10^15 + 30 · 2^20) − π(10^15)
test('the last thread of the largest arena sieves its last slot', () => {
  const arena = createArena({ threads: 64, slots: 256, slotBytes });
  const kernel = openKernel(arena, 63);
  const from = 10n ** 15n;
  const range = { from, to: from + 30n * 2n ** 20n };
  const sieveLimit = splitLimit(range.to);
  const candidates = kernel.extract(255, range, { sieveLimit });
  const { checksum } = kernel.transform(255, range, { sieveLimit, checksum: candidates.checksum });
  expect(kernel.verify(255, range, { checksum, seed: 1n, samples: 100 }).count).toBe(910_443);
});
