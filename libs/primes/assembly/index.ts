export { checksum, population } from './bits';
export { facts } from './facts';
export {
  addToLane, buckets, chunkBytes, crossUnit, crossWithoutLane, laneEnd, resetLane, skipUnit, stepTableBytes,
  unitBytes, writeSteps,
} from './lane';
export { isPrime, isProbablePrime, testCandidates } from './miller-rabin';
export { patternBytes, writePatterns } from './presieve';
export { sieveMedium, sieveSmall } from './tiers';
// Exported so that each stays a function of its own; the host does not call them.
export { medium1, medium7, medium11, medium13, medium17, medium19, medium23, medium29 } from './cross-off';
export { small1, small7, small11, small13, small17, small19, small23, small29 } from './cross-off';
