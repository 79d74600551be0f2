import type { VerifyOptions } from '../runs/verify-stored-run.ts';
import type { CommandDefinition } from './command-definition.ts';
import { arrivalDeadline, runArgument } from './shared-options.ts';

/** Whether the telemetry of a stored run is complete. */
export const verify: CommandDefinition<VerifyOptions, [run: string]> = {
  name: 'verify',
  description: 'say whether the telemetry of a run is complete, and what is missing',
  arguments: [runArgument()],
  options: [arrivalDeadline()],
  examples: ['meshctl verify latest', 'meshctl verify 4f9c --deadline 5 --json'],
  action: async (context, options, run) =>
    (await import('../runs/verify-stored-run.ts')).verifyStoredRun(context, run, options),
};
