import type { Experiment } from './experiment.ts';
import { hops } from './experiments/propagation/hops.ts';
import { spanAttrs } from './experiments/recording/span-attrs.ts';
import { late } from './experiments/recording/late.ts';
import { logs } from './experiments/recording/logs.ts';
import { metrics } from './experiments/recording/metrics.ts';
import { matrix } from './experiments/propagation/matrix.ts';
import { conflict } from './experiments/propagation/conflict.ts';
import { limits } from './experiments/trust/limits.ts';
import { off } from './experiments/propagation/off.ts';
import { workers } from './experiments/propagation/workers.ts';
import { stream } from './experiments/propagation/stream.ts';
import { retry } from './experiments/propagation/retry.ts';
import { hedge } from './experiments/propagation/hedge.ts';
import { fault } from './experiments/steering/fault.ts';
import { algorithm } from './experiments/steering/algorithm.ts';
import { contention } from './experiments/steering/contention.ts';
import { chargeback } from './experiments/steering/chargeback.ts';
import { synthetic } from './experiments/steering/synthetic.ts';
import { deadline } from './experiments/propagation/deadline.ts';
import { debug } from './experiments/recording/debug.ts';
import { boundary } from './experiments/trust/boundary.ts';
import { forge } from './experiments/trust/forge.ts';
import { encoding } from './experiments/trust/encoding.ts';
import { comeBack } from './experiments/propagation/come-back.ts';
import { cost } from './experiments/trust/cost.ts';
import { esm } from './experiments/propagation/esm.ts';
import { ignore } from './experiments/propagation/ignore.ts';
import { leak } from './experiments/trust/leak.ts';
import { malformed } from './experiments/trust/malformed.ts';

/** All experiments, in the order in which they are read. */
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
