import type { Experiment } from './experiment.ts';
import { hops } from './experiments/01-hops.ts';
import { spanAttrs } from './experiments/02-span-attrs.ts';
import { late } from './experiments/03-late.ts';
import { logs } from './experiments/04-logs.ts';
import { metrics } from './experiments/05-metrics.ts';
import { conflict } from './experiments/07-conflict.ts';
import { limits } from './experiments/08-limits.ts';
import { off } from './experiments/09-off.ts';
import { workers } from './experiments/10-workers.ts';
import { stream } from './experiments/11-stream.ts';
import { retry } from './experiments/12-retry.ts';
import { hedge } from './experiments/12b-hedge.ts';
import { deadline } from './experiments/18-deadline.ts';
import { debug } from './experiments/19-debug.ts';
import { encoding } from './experiments/22-encoding.ts';
import { comeBack } from './experiments/23-return.ts';
import { cost } from './experiments/24-cost.ts';
import { esm } from './experiments/25-esm.ts';
import { ignore } from './experiments/25b-ignore.ts';
import { leak } from './experiments/26-leak.ts';

/** All experiments, in the order in which to read them. */
export const experiments: readonly Experiment[] = [
  hops,
  spanAttrs,
  late,
  logs,
  metrics,
  conflict,
  limits,
  off,
  workers,
  stream,
  retry,
  hedge,
  deadline,
  debug,
  encoding,
  comeBack,
  cost,
  esm,
  ignore,
  leak,
];
