import { Argument, Option } from 'commander';
import type { LabOptions } from '../lab/run-lab.ts';
import type { CommandDefinition } from './command-definition.ts';

/** Experiments on services of their own. */
export const lab: CommandDefinition<LabOptions, [experiments: readonly string[]]> = {
  name: 'lab',
  description: 'run experiments on baggage, and show what each expects and what it sees',
  arguments: [new Argument('[experiment...]', 'names of experiments, or "list"').default([])],
  options: [
    new Option('--all', 'every experiment'),
    new Option('--stay', 'keep the backend up until Ctrl-C, to look at the traces'),
  ],
  examples: ['meshctl lab list', 'meshctl lab late', 'meshctl lab --all'],
  action: async (context, options, experiments) =>
    (await import('../lab/run-lab.ts')).runLab(context, experiments, options),
};
