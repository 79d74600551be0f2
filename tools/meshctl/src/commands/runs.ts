import { Option } from 'commander';
import type { ListOptions } from '../runs/list-runs.ts';
import type { CommandDefinition } from './command-definition.ts';

/** The newest runs of the store. */
export const runs: CommandDefinition<ListOptions> = {
  name: 'runs',
  description: 'list the newest runs',
  options: [new Option('--limit <number>', 'runs to list').default('20')],
  examples: ['meshctl runs', 'meshctl runs --limit 100 --json'],
  action: async (context, options) => (await import('../runs/list-runs.ts')).listRuns(context, options),
};
