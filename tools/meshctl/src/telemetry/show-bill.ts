import { setTimeout as delay } from 'node:timers/promises';
import { callerWords } from '../terminal/caller-words.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { formatSeconds } from '../terminal/format-quantity.ts';
import type { Output } from '../terminal/output.ts';
import { readNumber, readSeconds } from '../terminal/read-quantity.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { agrees, makeBill, type Bill } from './bill.ts';
import { chooseBackend } from './choose-backend.ts';

const maxDeadlineSeconds = 3_600;
/** A week, minutes: Tempo searches no further back. */
const maxSinceMinutes = 10_080n;
/** Between two looks at the backend, ms. Services report every 5 s, and each look reads everything. */
const pollMs = 1_000;

/** Options of `meshctl chargeback` as they were typed. */
export interface BillOptions {
  readonly since: string;
  readonly deadline?: string;
}

/** Shows who has used how much CPU time, by metric and by spans, and what nobody is charged for. */
export async function showBill(
  { config, output }: CommandContext,
  { since, deadline }: BillOptions,
): Promise<Outcome> {
  const backend = chooseBackend(config);
  const minutes = readNumber('--since', since, { min: 1n, max: maxSinceMinutes });
  const budgetSeconds =
    deadline === undefined ? backend.arrivalSeconds : readSeconds('--deadline', deadline, maxDeadlineSeconds);
  const giveUpAt = Date.now() + budgetSeconds * 1e3;
  const startNs = nowNs() - minutes * 60_000_000_000n;
  const readBill = async (): Promise<Bill> =>
    makeBill(await backend.billSources({ startNs, endNs: nowNs() }));
  let bill = await readBill();
  // The telemetry of the latest work is still on its way. Spans come before metrics, or after them in a search.
  while (!bill.tenants.every(agrees) && Date.now() < giveUpAt) {
    await delay(pollMs);
    bill = await readBill();
  }
  output.answer(renderBill(bill, output.style));
  const ok = bill.tenants.every(agrees);
  if (!ok)
    output.note('metric and spans differ: spans were not sampled, are gone from the store or on their way');
  return { ok, json: billJson(bill, ok) };
}

function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

function renderBill({ tenants, services }: Bill, style: Output['style']): string {
  if (tenants.length === 0)
    return `no work yet: start some with "${callerWords().command('run --count 1e9 --baggage mesh.tenant=acme')}"`;
  const head = (...titles: string[]) => titles.map((title) => style('dim', title));
  const byTenant = tenants.map((one) => [
    one.tenant,
    formatSeconds(one.metricSeconds),
    formatSeconds(one.spanSeconds),
    agrees(one) ? style('green', 'the same') : style('red', 'not the same'),
  ]);
  const byService = services.map(({ service, processSeconds, chargedSeconds }) => [
    service,
    formatSeconds(chargedSeconds),
    formatSeconds(processSeconds - chargedSeconds),
    formatSeconds(processSeconds),
  ]);
  return [
    formatTable(byTenant, { head: head('tenant', 'CPU by metric', 'CPU by spans', ''), right: [1, 2] }),
    formatTable(byService, { head: head('service', 'charged', 'rest', 'process CPU'), right: [1, 2, 3] }),
  ].join('\n\n');
}

function billJson({ tenants, services }: Bill, ok: boolean): object {
  return {
    agree: ok,
    tenants: tenants.map(({ tenant, metricSeconds, spanSeconds }) => ({
      tenant,
      metric_cpu_s: metricSeconds,
      spans_cpu_s: spanSeconds,
    })),
    services: services.map(({ service, processSeconds, chargedSeconds }) => ({
      service,
      charged_cpu_s: chargedSeconds,
      rest_cpu_s: processSeconds - chargedSeconds,
      process_cpu_s: processSeconds,
    })),
  };
}
