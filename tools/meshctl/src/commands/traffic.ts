import { Option } from 'commander';
import { arrivalPatterns } from '../traffic/arrivals.ts';
import { defaultMix } from '../traffic/default-mix.ts';
import type { TrafficOptions } from '../traffic/plan.ts';
import type { CommandDefinition } from './command-definition.ts';
import { collect } from './shared-options.ts';

const mixNote = `\
Mix: each run draws one value of each key. "none" leaves the key out, and a value without a weight has weight 1.
  tenant     mesh.tenant     default ${defaultMix.tenant}
  tier       mesh.tier       default ${defaultMix.tier}
  algorithm  mesh.algorithm  default ${defaultMix.algorithm}
  synthetic  mesh.synthetic  default ${defaultMix.synthetic}
             true: the run is verified like any other, but leaves nothing in the store
  fault      mesh.fault.*    default ${defaultMix.fault}
             SERVICE=delay:MSms, cpu:MSms, error:SHARE or status:NAME. A service with FAULTS_ENABLED=false
             drops faults and counts them in mesh.baggage.dropped; the report says how many the loader dropped`;

const latencyNote = `\
Each run is timed twice: since it was due, which is what a caller waits, and since it was sent. Runs that are
still held back when the time is over are not sent, only counted. Ctrl-C ends early and prints the report.
The exit code is 1 if no run succeeded, or if one failed for a reason other than a fault it asked for.`;

/** An open loop of small runs, to keep the mesh busy. */
export const traffic: CommandDefinition<TrafficOptions> = {
  name: 'traffic',
  description: 'send small runs at a rate, whether or not the mesh keeps up, and show how long they took',
  options: [
    new Option('--rate <runs>', 'runs a second').makeOptionMandatory(),
    new Option('--duration <seconds>', 'how long to send').makeOptionMandatory(),
    new Option('--mix <key=value:weight,...>', 'shares of the runs, see below; once for each key').argParser(
      collect,
    ),
    new Option('--arrivals <pattern>', 'at random, as independent callers send, or with equal gaps')
      .choices(arrivalPatterns)
      .default('poisson'),
    new Option('--seed <number>', 'seed of arrivals and mix, to send the same again (default: a new one)'),
    new Option(
      '--in-flight <runs>',
      'most runs under way at once; those due meanwhile are sent late',
    ).default('64'),
    new Option('--deadline <seconds>', 'time limit of each run').default('30'),
    new Option(
      '--from <number>',
      'where the first run starts; each of the others starts where the one before ended',
    ).default('10^10'),
    new Option('--count <number>', 'integers in a run').default('200_000'),
    new Option('--block <bytes>', 'bitmap bytes of a block, 30 numbers each').default('4096'),
  ],
  notes: `${mixNote}\n\n${latencyNote}`,
  examples: [
    'meshctl traffic --rate 2 --duration 60',
    'meshctl traffic --rate 5 --duration 600 --mix tenant=acme:3,globex:1 --mix tier=gold:1,free:3',
    'meshctl traffic --rate 1 --duration 300 --mix algorithm=sieve:8,trial:1 --mix synthetic=true',
    'meshctl traffic --rate 2 --duration 120 --mix fault=none:9,extractor=delay:200ms:1',
  ],
  action: async (context, options) =>
    (await import('../traffic/send-traffic.ts')).sendTraffic(context, options),
};
