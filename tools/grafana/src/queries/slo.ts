import { calls, method, status } from './calls.ts';
import { label } from './label.ts';
import { counted } from './promql.ts';
import { series } from './series.ts';

/** An objective of the service level. */
export interface Slo {
  readonly name: string;
  readonly description: string;
  /** Share that has to be good. */
  readonly objective: number;
  /** The share that was bad within a window such as `5m`, as PromQL. */
  readonly badShare: (window: string) => string;
}

const finished = `${label.outcome}="finished"`;

/** What the services promise. The latencies suit runs of a few blocks, such as demo traffic; set your own. */
export const slos: readonly Slo[] = [
  {
    name: 'Run availability',
    description: '99.5 % of runs end without a fault of the mesh',
    objective: 0.995,
    badShare: (window) => failedShare(method.run, window),
  },
  {
    name: 'Run latency',
    description: '95 % of finished runs take at most 30 s',
    objective: 0.95,
    badShare: (window) => slowShare(series.runDuration, finished, '30', window),
  },
  {
    name: 'Transform availability',
    description: '99.5 % of attempts to transform a block succeed',
    objective: 0.995,
    badShare: (window) => failedShare(method.transform, window),
  },
  {
    name: 'Transform latency',
    description: '95 % of blocks are transformed within 2.5 s',
    objective: 0.95,
    badShare: (window) =>
      slowShare(series.rpcServerCallDuration, `${method.transform}, ${status.ok}`, '2.5', window),
  },
];

/** How fast the error budget is spent: at 1 it lasts exactly for the period of the objective. */
export function burnRate({ badShare, objective }: Slo, window: string): string {
  return `${badShare(window)} / ${budget(objective)}`;
}

/** The share that may be bad, rounded: 1 − 0.995 is not 0.005 in binary fractions. */
export function budget(objective: number): number {
  return Number((1 - objective).toPrecision(6));
}

// Without `vector(0)` there is no share until something has failed.
function failedShare(called: string, window: string): string {
  const failed = counted(`${calls}{${called}, ${status.faulty}}`, window);
  return `(${failed} or vector(0)) / ${counted(`${calls}{${called}}`, window)}`;
}

// Prometheus writes a bucket border such as 30 with or without `.0`, depending on how the metric came in.
function slowShare(histogram: string, where: string, border: string, window: string): string {
  const le = `le=~"${border.replace('.', '[.]')}([.]0)?"`;
  const fast = counted(`${histogram}_bucket{${where}, ${le}}`, window);
  return `(1 - ${fast} / ${counted(`${histogram}_count{${where}}`, window)})`;
}
