import { Option } from 'commander';
import type { DemoOptions } from '../runs/demonstrate.ts';
import type { CommandDefinition } from './command-definition.ts';
import { verbose } from './shared-options.ts';

/** Does everything once, for somebody who sees the mesh for the first time. */
export const demo: CommandDefinition<DemoOptions> = {
  name: 'demo',
  description: 'start the mesh, find the primes in [10^12, 10^12 + 10^9), verify them and their telemetry',
  options: [new Option('--stay', 'keep the mesh up until Ctrl-C'), verbose()],
  examples: ['meshctl demo', 'meshctl demo --stay', 'meshctl demo --json'],
  action: async (context, options) => (await import('../runs/demonstrate.ts')).demonstrate(context, options),
};
