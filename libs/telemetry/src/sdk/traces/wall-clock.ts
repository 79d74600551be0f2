/** Two clocks to compare. Tests bring their own. */
export interface Clocks {
  /** Epoch ms, whole. */
  readonly wall: () => number;
  /** Ms since some moment, with a fraction. */
  readonly monotonic: () => number;
}

const real: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/** How fast a steered wall clock leaves the monotonic one: adjtimex(2) slews by at most 500 ppm. */
const slew = 500e-6;
/** How exact the first comparison has to be, and how long it may take, both in ms. */
const startWidthMs = 0.02;
const startBudgetMs = 3;

/** The bounds of wall − monotonic, in ms, as known at a moment of the monotonic clock. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly at: number;
}

// The wall clock shows whole ms. So at some moment from `before` to `at` the time was in [now, now + 1).
function read({ wall, monotonic }: Clocks): Bounds {
  const before = monotonic();
  const now = wall();
  const at = monotonic();
  return { low: now - at, high: now + 1 - before, at };
}

function narrow(known: Bounds, next: Bounds): Bounds {
  const slack = (next.at - known.at) * slew;
  const low = Math.max(known.low - slack, next.low);
  const high = Math.min(known.high + slack, next.high);
  return low <= high ? { low, high, at: next.at } : next; // the wall clock was set
}

/**
 * Makes a function from readings of `performance.now()` to epoch ms with a fraction.
 *
 * Every call compares the clocks again. That narrows the bounds of their distance, and the distance moves only as far
 * as the bounds demand. So all processes and threads of a machine agree to a fraction of a ms, however long they run.
 * `performance.timeOrigin`, which is read once at the start, drifts away as the wall clock is steered.
 */
export function createWallClock(clocks: Clocks = real): (monotonicMs: number) => number {
  let bounds = read(clocks);
  const until = bounds.at + startBudgetMs;
  while (bounds.high - bounds.low > startWidthMs && bounds.at < until) bounds = narrow(bounds, read(clocks));
  let distance = (bounds.low + bounds.high) / 2;
  return (monotonicMs) => {
    bounds = narrow(bounds, read(clocks));
    distance = Math.min(Math.max(distance, bounds.low), bounds.high);
    return monotonicMs + distance;
  };
}
