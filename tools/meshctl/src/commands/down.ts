import type { CommandDefinition } from './command-definition.ts';

/** Stops the mesh that runs, whoever started it. */
export const down: CommandDefinition = {
  name: 'down',
  description: 'stop what "meshctl up" started',
  examples: ['meshctl down'],
  action: async (context) => (await import('../mesh/take-down.ts')).takeDown(context),
};
