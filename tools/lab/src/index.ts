export { isAsExpected, type Experiment, type Row } from './experiment.ts';
export { experiments } from './experiments.ts';
export { probe, type ProbeOptions, type ProbeResult } from './probe.ts';
export { runExperiments, type RunOptions, type Verdict } from './run-experiments.ts';
