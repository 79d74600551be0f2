import { Option } from 'commander';
import type { UpOptions } from '../mesh/bring-up.ts';
import type { CommandDefinition } from './command-definition.ts';
import { verbose } from './shared-options.ts';

/** Starts the mesh, which runs until Ctrl-C, or with --detach until `meshctl down`. */
export const up: CommandDefinition<UpOptions> = {
  name: 'up',
  description: 'start extractor, transformer and loader, and a telemetry backend unless one is there',
  options: [new Option('--detach', 'leave them running; "meshctl down" stops them'), verbose()],
  examples: ['meshctl up', 'LOADER_PORT=60053 meshctl up --detach'],
  action: async (context, options) => (await import('../mesh/bring-up.ts')).bringUp(context, options),
};
