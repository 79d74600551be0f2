import { textTable } from '@prime-mesh/harness';
import { experiment } from '../../experiment.ts';
import { runWith } from '../../mesh-run.ts';

interface Bill {
  readonly agree: boolean;
  readonly tenants: readonly { tenant: string; metric_cpu_s: number; spans_cpu_s: number }[];
  readonly services: readonly {
    service: string;
    charged_cpu_s: number;
    rest_cpu_s: number;
    process_cpu_s: number;
  }[];
}

export const chargeback = experiment({
  name: 'chargeback',
  question: 'Which tenant burns the CPU?',
  did: 'The three services. acme runs 10^9 numbers, globex 10^8; then `meshctl chargeback`.',
  expected: {
    'tenants on the bill': 'acme, globex',
    'metric and spans': 'agree',
    'more was charged to': 'acme',
    'charged and rest, at each of three services': 'the CPU time of the process',
  },
  async run(lab) {
    const mesh = await lab.startMesh({}, 'own');
    await runWith(mesh, { 'mesh.tenant': 'acme' }, ['--count', '1e9']);
    await runWith(mesh, { 'mesh.tenant': 'globex' }, ['--count', '1e8']);
    const { json } = await mesh.meshctl('chargeback', '--json');
    const { agree, tenants, services } = json as unknown as Bill; // as the command documents it
    const rows = tenants.map(({ tenant, metric_cpu_s: metric, spans_cpu_s: spans }) => [
      tenant,
      metric.toFixed(3),
      spans.toFixed(3),
    ]);
    lab.show(textTable(['tenant', 'CPU s by metric', 'CPU s by spans'], rows));
    const [most] = tenants.toSorted((a, b) => b.metric_cpu_s - a.metric_cpu_s);
    const addUp = services.filter(
      (one) => Math.abs(one.charged_cpu_s + one.rest_cpu_s - one.process_cpu_s) < 1e-6 && one.rest_cpu_s >= 0,
    );
    return {
      'tenants on the bill': tenants.map(({ tenant }) => tenant).join(', '),
      'metric and spans': agree ? 'agree' : 'differ',
      'more was charged to': most?.tenant ?? 'nobody',
      'charged and rest, at each of three services':
        addUp.length === 3 ? 'the CPU time of the process' : JSON.stringify(services),
    };
  },
  why: 'Worker threads measure their own CPU time task by task, and the task has the baggage of the request it belongs to. The same number goes on the span and into the metric; what is left of the process is what nobody ordered: start-up, garbage collection, telemetry.',
  production:
    'Charge by the metric, which no sampling bends, and use spans to find out why. Wall time is no measure: it charges those who wait for those who work.',
});
