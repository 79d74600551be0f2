import { algorithms } from '@prime-mesh/contracts/algorithms';
import { Option } from 'commander';
import { collect } from './shared-options.ts';

/** Without the option the services choose, which is `auto`. */
const algorithmChoices = Object.keys(algorithms).filter((name) => name !== 'auto');

/** Options that `run` and `find` share: how the mesh works, and what is done with the result. */
export const runOptions = (): Option[] => [
  new Option('--block <bytes>', 'bitmap bytes of a block, 30 numbers each (default: the loader chooses)'),
  new Option('--in-flight <blocks>', 'blocks worked on at once (default: the loader chooses)'),
  new Option(
    '--sieve-limit <number>',
    'primes up to this are crossed off by the extractor (default: it chooses)',
  ),
  new Option('--algorithm <name>', 'how numbers are tested').choices(algorithmChoices),
  new Option('--audit', 'count the primes of the range by a second method, whatever it costs'),
  new Option('--baggage <key=value>', 'send with every call of the run; may be repeated').argParser(collect),
  new Option('--deadline <seconds>', 'give up after this time'),
  new Option('--verify', 'also say whether the telemetry of the run is complete'),
];
