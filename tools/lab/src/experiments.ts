import type { Experiment } from './experiment.ts';
import { hops } from './experiments/01-hops.ts';
import { spanAttrs } from './experiments/02-span-attrs.ts';
import { late } from './experiments/03-late.ts';
import { logs } from './experiments/04-logs.ts';
import { metrics } from './experiments/05-metrics.ts';
import { matrix } from './experiments/06-matrix.ts';
import { conflict } from './experiments/07-conflict.ts';
import { limits } from './experiments/08-limits.ts';
import { off } from './experiments/09-off.ts';
import { workers } from './experiments/10-workers.ts';
import { stream } from './experiments/11-stream.ts';
import { retry } from './experiments/12-retry.ts';
import { hedge } from './experiments/12b-hedge.ts';
import { fault } from './experiments/13-fault.ts';
import { algorithm } from './experiments/14-algorithm.ts';
import { contention } from './experiments/15-contention.ts';
import { chargeback } from './experiments/16-chargeback.ts';
import { synthetic } from './experiments/17-synthetic.ts';
import { deadline } from './experiments/18-deadline.ts';
import { debug } from './experiments/19-debug.ts';
import { boundary } from './experiments/20-boundary.ts';
import { forge } from './experiments/21-forge.ts';
import { encoding } from './experiments/22-encoding.ts';
import { comeBack } from './experiments/23-return.ts';
import { cost } from './experiments/24-cost.ts';
import { esm } from './experiments/25-esm.ts';
import { ignore } from './experiments/25b-ignore.ts';
import { leak } from './experiments/26-leak.ts';
import { malformed } from './experiments/27-malformed.ts';

/** All experiments, in the order in which to read them. */
export const experiments: readonly Experiment[] = [
  hops,
  spanAttrs,
  late,
  logs,
  metrics,
  matrix,
  conflict,
  limits,
  off,
  workers,
  stream,
  retry,
  hedge,
  fault,
  algorithm,
  contention,
  chargeback,
  synthetic,
  deadline,
  debug,
  boundary,
  forge,
  encoding,
  comeBack,
  cost,
  esm,
  ignore,
  leak,
  malformed,
];
