import type { Command } from 'commander';
import { collect, examples, type Perform } from './command-options.ts';

/** The commands that try things out on services of their own. */
export function addLabCommands(program: Command, perform: Perform): void {
  program
    .command('lab')
    .description('try what baggage does: experiments, each with what is expected and what is seen')
    .argument('[experiment...]', 'names of experiments, or "list"', [])
    .option('--all', 'every experiment')
    .option('--stay', 'keep the backend up until Ctrl-C, to look at the traces')
    .addHelpText('after', examples('meshctl lab list', 'meshctl lab late', 'meshctl lab --all'))
    .action(async (experiments, options) =>
      perform(async (context) => (await import('./commands/lab.ts')).lab(context, experiments, options)),
    );
  program
    .command('probe')
    .description('send one call through services of its own and show what each got, had and sent on')
    .option('--baggage <key=value>', 'send with the call; may be repeated', collect)
    .option('--propagators <list>', 'OTEL_PROPAGATORS of the next hop; may be repeated', collect)
    .addHelpText(
      'after',
      examples(
        'meshctl probe --baggage mesh.tenant=acme',
        'meshctl probe --baggage mesh.tenant=acme --propagators tracecontext,baggage --propagators b3 --propagators b3',
      ),
    )
    .action(async (options) =>
      perform(async (context) => (await import('./commands/probe.ts')).probe(context, options)),
    );
}
