import { allSpans, metricSeries, type Span } from '@prime-mesh/devtools/query-client';
import { names } from '@prime-mesh/telemetry';
import { setTimeout as delay } from 'node:timers/promises';
import { agrees, makeBill, type Bill } from '../bill.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { askEmbedded } from '../embedded-backend.ts';
import { formatSeconds } from '../format-quantity.ts';
import type { Output } from '../output.ts';
import { readSeconds } from '../run-request.ts';
import { formatTable } from '../table.ts';

const maxDeadlineSeconds = 3_600;
/** Between two looks at the backend; services report every 5 s, in ms. */
const pollMs = 500;

/** `meshctl chargeback`: who has used how much CPU time, by metric and by spans, and what nobody is charged for. */
export async function chargeback(
  { config, output }: CommandContext,
  { deadline }: { deadline: string },
): Promise<Outcome> {
  const giveUpAt = Date.now() + readSeconds('--deadline', deadline, maxDeadlineSeconds) * 1e3;
  let bill = await readBill(config.backendUrl);
  // What was done last is on its way, spans sooner than metrics.
  while (!bill.tenants.every(agrees) && Date.now() < giveUpAt) {
    await delay(pollMs);
    bill = await readBill(config.backendUrl);
  }
  output.answer(renderBill(bill, output.style));
  const ok = bill.tenants.every(agrees);
  if (!ok)
    output.note('metric and spans differ: spans were not sampled, are gone from the store or on their way');
  return { ok, json: billJson(bill, ok) };
}

async function readBill(url: string): Promise<Bill> {
  const [charged, processes, spans] = await askEmbedded(
    url,
    Promise.all([
      metricSeries(url, names.metrics.workerCpuTime.name),
      metricSeries(url, 'process.cpu.time'),
      workSpans(url),
    ]),
  );
  return makeBill({ charged, processes, spans });
}

/** The spans that say what they cost. */
async function workSpans(url: string): Promise<Span[]> {
  const spans: Span[] = [];
  for await (const span of allSpans(url)) {
    if (names.attributes.threadCpuTime in span.attributes) spans.push(span);
  }
  return spans;
}

function renderBill({ tenants, services }: Bill, style: Output['style']): string {
  if (tenants.length === 0)
    return 'no work yet: start some with "meshctl run --count 1e9 --baggage mesh.tenant=acme"';
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
