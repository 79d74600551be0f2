import { Option } from 'commander';
import type { CallOptions } from '../runs/run-and-show.ts';
import type { NextOptions } from '../runs/run-request.ts';
import type { CommandDefinition } from './command-definition.ts';
import { runOptions } from './run-options.ts';
import { numbersNote } from './shared-options.ts';

/** The next primes from a number on. */
export const find: CommandDefinition<NextOptions & CallOptions> = {
  name: 'find',
  description: 'find the next primes from a number on, of any size',
  options: [
    new Option('--from <number>', 'first integer to look at'),
    new Option('--digits <number>', 'start at the first integer of that many digits, instead of --from'),
    new Option('--primes <number>', 'primes wanted (default: 1)'),
    ...runOptions(),
  ],
  notes: numbersNote,
  examples: [
    'meshctl find --from 1e500',
    'meshctl find --digits 100 --primes 3',
    'meshctl find --from 2^64 --json',
  ],
  action: async (context, options) => (await import('../runs/run-and-show.ts')).findNext(context, options),
};
