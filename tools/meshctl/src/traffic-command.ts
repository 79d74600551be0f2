import { Option, type Command } from 'commander';
import { collect, examples, type Perform } from './command-options.ts';
import { arrivalPatterns } from './traffic/arrivals.ts';

/** The command that keeps the mesh busy. */
export function addTrafficCommand(program: Command, perform: Perform): void {
  program
    .command('traffic')
    .description('send small runs at a rate, whatever the answers do, and say how long they took')
    .requiredOption('--rate <runs>', 'runs a second')
    .requiredOption('--duration <seconds>', 'how long to send; it ends by itself')
    .option('--mix <key=value:weight,...>', 'shares of the runs, see below; once for each key', collect)
    .addOption(
      new Option('--arrivals <pattern>', 'independent of each other, or with equal gaps')
        .choices(arrivalPatterns)
        .default('poisson'),
    )
    .option('--seed <number>', 'of arrivals and mix, to send the same again (default: a new one)')
    .option('--in-flight <runs>', 'runs under way at once; those due meanwhile are sent late', '64')
    .option('--deadline <seconds>', 'of each run', '30')
    .option('--from <number>', 'where the first run starts; each goes on where the last ended', '10^10')
    .option('--count <number>', 'integers in a run', '200_000')
    .option('--block <bytes>', 'bitmap bytes of a block, 30 numbers each', '4096')
    .addHelpText('after', `${mixHelp}\n${latencyHelp}`)
    .addHelpText(
      'after',
      examples(
        'meshctl traffic --rate 2 --duration 60',
        'meshctl traffic --rate 5 --duration 600 --mix tenant=acme:3,globex:1 --mix tier=gold:1,free:3',
        'meshctl traffic --rate 1 --duration 300 --mix algorithm=sieve:8,trial:1 --mix synthetic=true',
        'meshctl traffic --rate 2 --duration 120 --mix fault=none:9,extractor=delay:200ms:1',
      ),
    )
    .action(async (options) =>
      perform(async (context) => (await import('./commands/traffic.ts')).traffic(context, options)),
    );
}

// A test compares it with `defaultMix`, which cannot be imported here: --help loads nothing of the mesh.
const mixHelp = `
Mix: each run draws one value of each key; "none" leaves the key out, no weight is a weight of 1.
  tenant     mesh.tenant     default acme:5,globex:3,initech:2
  tier       mesh.tier       default free:6,silver:3,gold:1
  algorithm  mesh.algorithm  default sieve:8,miller-rabin:1,trial:1
  synthetic  mesh.synthetic  default true:9,none:1
             true: the run is verified like any other, but leaves nothing in the store
  fault      mesh.fault.*    default none:95,extractor=delay:200ms:2,transformer=cpu:100ms:1,transformer=error:0.5:1,loader=error:0.5:1
             SERVICE=delay:MSms, cpu:MSms, error:SHARE or status:NAME; a service with FAULTS_ENABLED=false
             drops them (mesh.baggage.dropped counts), and the report says how many the loader dropped`;

const latencyHelp = `
Times are taken twice: since a run was due, which is what a caller waits, and since it was sent. Runs that are
still held back when the time is over are not sent, and counted. Ctrl-C ends early, with the report.
Exit code: 1 if no run succeeded, or if one failed for a reason other than a fault it asked for.`;
