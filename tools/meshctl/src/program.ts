import { Command, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { collect, examples, type Perform } from './command-options.ts';
import { addLabCommands } from './lab-commands.ts';
import type { Output } from './output.ts';
import { algorithmChoices } from './run-request.ts';
import { addTrafficCommand } from './traffic-command.ts';

/** The commands of meshctl. Each is loaded when it is asked for: --help starts nothing. */
export function createProgram(output: Output, perform: Perform): Command {
  const program = new Command('meshctl')
    .description('Runs the prime mesh, and shows what it found and what it cost.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(output.style('red', text)) })
    .configureHelp({ styleTitle: (title) => output.style('bold', title) })
    .showHelpAfterError('(meshctl --help says what there is)')
    .addHelpText(
      'after',
      examples('npm start', 'npx meshctl run --from 10^12 --count 1e9', 'npx meshctl verify latest'),
    );
  addMeshCommands(program, perform);
  addRunCommands(program, perform);
  addTrafficCommand(program, perform);
  addStoreCommands(program, perform);
  addLabCommands(program, perform);
  for (const command of program.commands) {
    command.option(
      '--json',
      'print one JSON object as the last line of standard output, all else on standard error',
    );
  }
  return program;
}

function addMeshCommands(program: Command, perform: Perform): void {
  const verbose = ['--verbose', 'show what the services print'] as const;
  program
    .command('up')
    .description('start extractor, transformer and loader, and a telemetry backend unless one is there')
    .option('--detach', 'leave them running; "meshctl down" stops them')
    .option(...verbose)
    .addHelpText('after', examples('meshctl up', 'LOADER_PORT=60053 meshctl up --detach'))
    .action(async (options) =>
      perform(async (context) => (await import('./commands/up.ts')).up(context, options)),
    );
  program
    .command('down')
    .description('stop what "meshctl up" started')
    .addHelpText('after', examples('meshctl down'))
    .action(async () => perform(async (context) => (await import('./commands/down.ts')).down(context)));
  program
    .command('demo')
    .description('start the mesh, find the primes in [10^12, 10^12 + 10^9), verify them and their telemetry')
    .option('--stay', 'keep the mesh up until Ctrl-C')
    .option(...verbose)
    .addHelpText('after', examples('meshctl demo', 'meshctl demo --stay', 'meshctl demo --json'))
    .action(async (options) =>
      perform(async (context) => (await import('./commands/demo.ts')).demo(context, options)),
    );
}

function addRunCommands(program: Command, perform: Perform): void {
  const run = program
    .command('run')
    .description('find, verify and store the primes of a range')
    .option('--from <number>', 'first integer of the range (default: 0)')
    .option('--to <number>', 'first integer after the range')
    .option('--count <number>', 'integers in the range, instead of --to')
    .addHelpText(
      'after',
      examples(
        'meshctl run --from 10^12 --count 1e9',
        'meshctl run --from 2^40-87 --to 2^40 --audit',
        'meshctl run --count 1e9 --block 1_048_576 --in-flight 2 --baggage mesh.tenant=acme',
      ) + numbers,
    )
    .action(async (options) =>
      perform(async (context) => (await import('./commands/run.ts')).run(context, options)),
    );
  const find = program
    .command('find')
    .description('find the next primes from a number on, of any size')
    .option('--from <number>', 'first integer to look at')
    .option('--digits <number>', 'look from the first integer of that many digits on, instead of --from')
    .option('--primes <number>', 'primes wanted (default: 1)')
    .addHelpText(
      'after',
      examples(
        'meshctl find --from 10^500',
        'meshctl find --digits 100 --primes 3',
        'meshctl find --from 2^64 --json',
      ) + numbers,
    )
    .action(async (options) =>
      perform(async (context) => (await import('./commands/run.ts')).find(context, options)),
    );
  for (const command of [run, find]) addHowToRun(command);
}

function addHowToRun(command: Command): void {
  command
    .option('--block <bytes>', 'bitmap bytes of a block, 30 numbers each (default: the loader chooses)')
    .option('--in-flight <blocks>', 'blocks worked on at once (default: the loader chooses)')
    .option(
      '--sieve-limit <number>',
      'primes up to this are crossed off by the extractor (default: it chooses)',
    )
    .addOption(new Option('--algorithm <name>', 'how numbers are tested').choices(algorithmChoices))
    .option('--audit', 'count the primes of the range by a second method, whatever it costs')
    .option('--baggage <key=value>', 'send with every call of the run; may be repeated', collect)
    .option('--deadline <seconds>', 'give up after this time')
    .option('--verify', 'say whether the telemetry of the run is complete, too');
}

function addStoreCommands(program: Command, perform: Perform): void {
  program
    .command('runs')
    .description('list the newest runs')
    .option('--limit <number>', 'runs to list', '20')
    .addHelpText('after', examples('meshctl runs', 'meshctl runs --limit 100 --json'))
    .action(async (options) =>
      perform(async (context) => (await import('./commands/runs.ts')).runs(context, options)),
    );
  program
    .command('show')
    .description('show one run and its trace')
    .argument('<run>', whichRun)
    .addHelpText('after', examples('meshctl show latest', 'meshctl show 4f9c --json'))
    .action(async (run) =>
      perform(async (context) => (await import('./commands/show.ts')).show(context, run)),
    );
  program
    .command('primes')
    .description('print the primes of a stored run, one a line')
    .requiredOption('--run <run>', whichRun)
    .option('--from <number>', 'first integer to look at (default: start of the run)')
    .option('--to <number>', 'first integer not to look at (default: end of the run)')
    .option('--limit <number>', 'primes to print at most')
    .addHelpText(
      'after',
      examples('meshctl primes --run latest --limit 10', 'meshctl primes --run 4f9c | tail -1') + numbers,
    )
    .action(async (options) =>
      perform(async (context) => (await import('./commands/primes.ts')).primes(context, options)),
    );
  program
    .command('verify')
    .description('say whether the telemetry of a run is complete, and what is missing')
    .argument('<run>', whichRun)
    .option('--deadline <seconds>', `how long to wait for what is still on its way ${howLong}`)
    .addHelpText('after', examples('meshctl verify latest', 'meshctl verify 4f9c --deadline 5 --json'))
    .action(async (run, options) =>
      perform(async (context) => (await import('./commands/verify.ts')).verify(context, run, options)),
    );
  program
    .command('chargeback')
    .description('say what CPU time each tenant has used, by metric and by spans, and what is left')
    .option('--since <minutes>', 'with Grafana: how far to look back', '60')
    .option('--deadline <seconds>', `how long to wait for what is still on its way ${howLong}`)
    .addHelpText('after', examples('meshctl chargeback', 'meshctl chargeback --json'))
    .action(async (options) =>
      perform(async (context) => (await import('./commands/chargeback.ts')).chargeback(context, options)),
    );
}

const howLong = '(default: 30, with Grafana 60)';
const whichRun = 'id of the run, the beginning of one, or "latest"';
const numbers = '\n\nNumbers may be written 1000000, 1_000_000, 1e12, 10^12 or 2^40-87.';
