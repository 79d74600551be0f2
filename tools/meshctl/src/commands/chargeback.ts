import { Option } from 'commander';
import type { BillOptions } from '../telemetry/show-bill.ts';
import type { CommandDefinition } from './command-definition.ts';
import { arrivalDeadline } from './shared-options.ts';

/** Who has used how much CPU time, and what nobody is charged for. */
export const chargeback: CommandDefinition<BillOptions> = {
  name: 'chargeback',
  description:
    'show the CPU time that each tenant used, by metric and by spans, and what nobody is charged for',
  options: [
    new Option('--since <minutes>', 'with Grafana: how far to look back').default('60'),
    arrivalDeadline(),
  ],
  examples: ['meshctl chargeback', 'meshctl chargeback --json'],
  action: async (context, options) => (await import('../telemetry/show-bill.ts')).showBill(context, options),
};
