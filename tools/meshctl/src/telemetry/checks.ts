import { checkBaggage, checkLogs, checkMetrics } from './signal-checks.ts';
import { checkBlocks, checkInsideParents, checkNoOrphans, checkOneTrace } from './trace-checks.ts';

/** All checks, in the order a reader asks for them. */
export const checks = [
  checkOneTrace,
  checkBlocks,
  checkNoOrphans,
  checkInsideParents,
  checkLogs,
  checkMetrics,
  checkBaggage,
] as const;
