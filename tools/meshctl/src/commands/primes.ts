import { Option } from 'commander';
import type { PrimesOptions } from '../runs/print-primes.ts';
import type { CommandDefinition } from './command-definition.ts';
import { numbersNote, whichRun } from './shared-options.ts';

const jsonNote = `\
With --json the object is {"run", "from", "to", "primes", "more"}. The primes are decimal strings, at most
1,000,000 of them. "more" is true if others follow: to read on, start with --from after the last one.`;

/** The primes that a run has stored. */
export const primes: CommandDefinition<PrimesOptions> = {
  name: 'primes',
  description: 'print the primes of a stored run, one a line',
  options: [
    new Option('--run <run>', whichRun).makeOptionMandatory(),
    new Option('--from <number>', 'only primes from this on (default: start of the run)'),
    new Option('--to <number>', 'only primes below this (default: end of the run)'),
    new Option('--limit <number>', 'primes to print at most'),
  ],
  notes: `${jsonNote}\n\n${numbersNote}`,
  examples: ['meshctl primes --run latest --limit 10', 'meshctl primes --run 4f9c | tail -1'],
  action: async (context, options) => (await import('../runs/print-primes.ts')).printPrimes(context, options),
};
