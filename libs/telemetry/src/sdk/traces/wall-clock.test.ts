import { expect, test } from 'vitest';
import { createWallClock } from './wall-clock.ts';

const start = 1_700_000_000_000;

/** A machine whose wall clock runs `ppm` fast; reading a clock takes 1 µs. */
function machine(ppm: number) {
  let now = 0.123;
  let set = 0;
  const exact = (): number => start + set + now * (1 + ppm / 1e6);
  const tick = (): number => (now += 0.001);
  return {
    clocks: { monotonic: tick, wall: () => (tick(), Math.floor(exact())) },
    exact,
    monotonic: () => now,
    sleep: (ms: number) => void (now += ms),
    setWallClock: (byMs: number) => void (set += byMs),
  };
}

test.each([0, 20, -20, 100, -100])('a wall clock that is %s ppm off is followed for an hour', (ppm) => {
  const { clocks, exact, monotonic, sleep } = machine(ppm);
  const toWallClock = createWallClock(clocks);
  let worst = 0;
  for (let span = 0; span < 360_000; span += 1) {
    sleep(10 + (span % 7) / 3);
    const error = Math.abs(toWallClock(monotonic()) - exact());
    worst = Math.max(worst, error);
  }
  expect(worst).toBeLessThan(0.3); // ms
});

test('a clock that is seldom read stays within a ms', () => {
  const { clocks, exact, monotonic, sleep } = machine(50);
  const toWallClock = createWallClock(clocks);
  for (let span = 0; span < 1_000; span += 1) {
    sleep(7_777.7);
    expect(Math.abs(toWallClock(monotonic()) - exact())).toBeLessThan(1.01);
  }
});

test('a wall clock that is set is followed at once', () => {
  const { clocks, exact, monotonic, setWallClock } = machine(0);
  const toWallClock = createWallClock(clocks);
  setWallClock(-3_600_000);
  expect(Math.abs(toWallClock(monotonic()) - exact())).toBeLessThan(1.01);
});
