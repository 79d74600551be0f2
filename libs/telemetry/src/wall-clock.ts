/** How fast two clocks of one machine may drift apart while one is being steered: adjtimex(2) slews by ≤ 500 ppm. */
const SLEW = 500e-6;
/** A correction below it is not worth a jump between two spans, in ms. */
const DEAD_BAND_MS = 0.1;
/** How exact the first reading has to be, in ms, and how long it may take to find. */
const START_WIDTH_MS = 0.02;
const START_BUDGET_MS = 3;

/** Where the wall clock minus the monotonic clock lies, in ms, as known at a time of the monotonic clock. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly at: number;
}

// Date.now() is cut to whole ms, so one reading says: at some moment from `before` to `after` it was [wall, wall + 1).
function read(): Bounds {
  const before = performance.now();
  const wall = Date.now();
  const after = performance.now();
  return { low: wall - after, high: wall + 1 - before, at: after };
}

function narrow(known: Bounds, next: Bounds): Bounds {
  const slack = (next.at - known.at) * SLEW;
  const low = Math.max(known.low - slack, next.low);
  const high = Math.min(known.high + slack, next.high);
  return low <= high ? { low, high, at: next.at } : next; // the wall clock was set: start again
}

/**
 * Turns readings of `performance.now()` into wall-clock ms with a fraction, as exact as the wall clock itself. Each
 * reading narrows what is known, so processes and threads of one machine agree and follow the wall clock for ever,
 * which `performance.timeOrigin` does not.
 */
export function createWallClock(): (monotonicMs: number) => number {
  let bounds = read();
  const until = bounds.at + START_BUDGET_MS;
  while (bounds.high - bounds.low > START_WIDTH_MS && bounds.at < until) bounds = narrow(bounds, read());
  let offset = (bounds.low + bounds.high) / 2;
  return (monotonicMs) => {
    bounds = narrow(bounds, read());
    const better = (bounds.low + bounds.high) / 2;
    if (Math.abs(better - offset) > DEAD_BAND_MS) offset = better;
    return monotonicMs + offset;
  };
}
