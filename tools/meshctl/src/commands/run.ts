import { Option } from 'commander';
import type { CallOptions } from '../runs/run-and-show.ts';
import type { RangeOptions } from '../runs/run-request.ts';
import type { CommandDefinition } from './command-definition.ts';
import { runOptions } from './run-options.ts';
import { numbersNote } from './shared-options.ts';

/** The primes of a range. */
export const run: CommandDefinition<RangeOptions & CallOptions> = {
  name: 'run',
  description: 'find, verify and store the primes of a range',
  options: [
    new Option('--from <number>', 'first integer of the range (default: 0)'),
    new Option('--to <number>', 'first integer after the range'),
    new Option('--count <number>', 'integers in the range, instead of --to'),
    ...runOptions(),
  ],
  notes: numbersNote,
  examples: [
    'meshctl run --from 1e12 --count 1e9',
    'meshctl run --from 2^40-87 --to 2^40 --audit',
    'meshctl run --count 1e9 --block 1_048_576 --in-flight 2 --baggage mesh.tenant=acme',
  ],
  action: async (context, options) => (await import('../runs/run-and-show.ts')).runRange(context, options),
};
