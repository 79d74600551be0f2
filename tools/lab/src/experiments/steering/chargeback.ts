import { formatTable, until, type Mesh } from '@prime-mesh/harness';
import { experiment } from '../../experiment.ts';
import { cpuOf, runWith } from '../../mesh-run.ts';

interface Tenant {
  readonly tenant: string;
  readonly metric_cpu_s: number;
  readonly spans_cpu_s: number;
}
interface Bill {
  readonly agree: boolean;
  readonly tenants: readonly Tenant[];
  readonly services: readonly {
    readonly charged_cpu_s: number;
    readonly rest_cpu_s: number;
    readonly process_cpu_s: number;
  }[];
}

/** How many numbers each tenant sieves, (none) being a run without a tenant. From 10^12 on, 10^9 numbers take 0.2 s of CPU. */
const work = { '(none)': '2e9', acme: '8e9', globex: '2e9' } as const;
const from = ['--from', '10^12'] as const;

/** A charge of this many ticks of the CPU clock is well above what the clock can tell apart. */
const muchTicks = 20;

/** The tick of the CPU clock, seconds: 1 µs, or 4 ms and more where the kernel counts timer ticks. */
function cpuTick(): number {
  const steps: number[] = [];
  for (let before = process.threadCpuUsage(); steps.length < 5;) {
    const now = process.threadCpuUsage();
    const step = now.user + now.system - before.user - before.system;
    if (step > 0) steps.push(step);
    before = now;
  }
  return Math.min(...steps) / 1e6;
}

/** The bill, once it has all tenants and its two sums agree. */
async function readBill(mesh: Mesh): Promise<Bill> {
  const names = Object.keys(work);
  return until(
    `a bill of ${names.join(', ')}`,
    async () => (await mesh.meshctl('chargeback', '--json')).json as unknown as Bill, // as the command documents it
    ({ agree, tenants }) => agree && names.every((name) => tenants.some(({ tenant }) => tenant === name)),
  );
}

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;

export const chargeback = experiment({
  name: 'chargeback',
  question: 'Which tenant burns the CPU?',
  did: 'The three services: acme runs 8·10^9 numbers from 10^12 on; globex, and a run without a tenant, 2·10^9 each. Then `meshctl chargeback`.',
  expected: {
    'tenants on the bill': '(none), acme, globex',
    'the least that one was charged': 'far more than a tick of the CPU clock',
    'metric and spans': 'agree',
    'charged to globex': 'what the spans of its run add up to',
    'more was charged to': 'acme',
    'charged and rest, at each of three services': 'the CPU time of the process',
  },
  async run(lab) {
    const tick = cpuTick();
    const mesh = await lab.startMesh({}, 'own');
    await runWith(mesh, {}, [...from, '--count', work['(none)']]);
    await runWith(mesh, { 'mesh.tenant': 'acme' }, [...from, '--count', work.acme]);
    const { traceId } = await runWith(mesh, { 'mesh.tenant': 'globex' }, [...from, '--count', work.globex]);
    const { agree, tenants, services } = await readBill(mesh);
    const rows = tenants.map(({ tenant, metric_cpu_s: metric, spans_cpu_s: spans }) => [
      tenant,
      metric.toFixed(3),
      spans.toFixed(3),
    ]);
    lab.show(formatTable(rows, { head: ['tenant', 'CPU s by metric', 'CPU s by spans'] }));
    lab.show(`the CPU clock ticks every ${tick * 1e3} ms`);
    const byCharge = tenants.toSorted((a, b) => b.metric_cpu_s - a.metric_cpu_s);
    const least = byCharge.at(-1)?.metric_cpu_s ?? 0;
    const globex = tenants.find(({ tenant }) => tenant === 'globex')?.metric_cpu_s ?? 0;
    const ofSpans = await cpuOf(mesh, traceId);
    const addUp = services.filter(
      (one) => isSame(one.charged_cpu_s + one.rest_cpu_s, one.process_cpu_s) && one.rest_cpu_s > 0,
    );
    return {
      'tenants on the bill': tenants.map(({ tenant }) => tenant).join(', '),
      'the least that one was charged':
        least > muchTicks * tick ? 'far more than a tick of the CPU clock' : `${least / tick} ticks`,
      'metric and spans': agree ? 'agree' : 'differ',
      'charged to globex': isSame(globex, ofSpans)
        ? 'what the spans of its run add up to'
        : `${globex} s, spans ${ofSpans} s`,
      'more was charged to': byCharge[0]?.tenant ?? 'nobody',
      'charged and rest, at each of three services':
        addUp.length === 3 ? 'the CPU time of the process' : JSON.stringify(services),
    };
  },
  why: 'Worker threads measure their CPU time for each task, and a task has the baggage of its request. The same number goes on the span and into the metric. The rest of the process is what no request caused: start, garbage collection, telemetry.',
  production:
    'Charge by the metric, which does not depend on sampling, and use spans to find out why. Wall time is no measure: it charges those who wait for those who work.',
});
