import type { CommandDefinition } from './command-definition.ts';
import { runArgument } from './shared-options.ts';

/** One stored run and its trace. */
export const show: CommandDefinition<object, [run: string]> = {
  name: 'show',
  description: 'show one run and its trace',
  arguments: [runArgument()],
  examples: ['meshctl show latest', 'meshctl show 4f9c --json'],
  action: async (context, _, run) => (await import('../runs/show-run.ts')).showRun(context, run),
};
