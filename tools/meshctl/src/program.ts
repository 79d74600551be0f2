import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { chargeback } from './commands/chargeback.ts';
import { addCommand, examples, type CommandDefinition, type Perform } from './commands/command-definition.ts';
import { demo } from './commands/demo.ts';
import { down } from './commands/down.ts';
import { find } from './commands/find.ts';
import { lab } from './commands/lab.ts';
import { primes } from './commands/primes.ts';
import { probe } from './commands/probe.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { show } from './commands/show.ts';
import { traffic } from './commands/traffic.ts';
import { up } from './commands/up.ts';
import { verify } from './commands/verify.ts';
import type { Output } from './terminal/output.ts';

/** The commands of meshctl, in the order of --help. */
export const commands: readonly CommandDefinition[] = [
  up,
  down,
  demo,
  run,
  find,
  traffic,
  runs,
  show,
  primes,
  verify,
  chargeback,
  lab,
  probe,
];

/** The command line. Nothing of the mesh is loaded before an action runs, so that --help is quick and starts nothing. */
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
      examples(['npm start', 'npx meshctl run --from 1e12 --count 1e9', 'npx meshctl verify latest']),
    );
  for (const command of commands) addCommand(program, command, perform);
  return program;
}
