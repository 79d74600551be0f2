import { Option } from 'commander';
import type { ProbeOptions } from '../lab/send-probe.ts';
import type { CommandDefinition } from './command-definition.ts';
import { collect } from './shared-options.ts';

/** One call through services of its own. */
export const probe: CommandDefinition<ProbeOptions> = {
  name: 'probe',
  description:
    'send one call through services of its own, and show what each received, had active and sent on',
  options: [
    new Option('--baggage <key=value>', 'send with the call; may be repeated').argParser(collect),
    new Option('--propagators <list>', 'OTEL_PROPAGATORS of the next hop; may be repeated').argParser(
      collect,
    ),
  ],
  examples: [
    'meshctl probe --baggage mesh.tenant=acme',
    'meshctl probe --baggage mesh.tenant=acme --propagators tracecontext,baggage --propagators b3 --propagators b3',
  ],
  action: async (context, options) => (await import('../lab/send-probe.ts')).sendProbe(context, options),
};
