import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';

const tenants = 500;
/** The number of tenants that a metric may name, and one for `other`. */
const mostSeries = 51;

export const metrics = experiment({
  name: 'metrics',
  question: 'Can I slice metrics by tenant safely?',
  did: `A counts calls of ${tenants} different tenants, each with a request id of its own.`,
  expected: {
    series: `${mostSeries} at most`,
    'calls counted in all': `${tenants}`,
    'a series named other': 'yes',
    'request ids on the metric': '0',
  },
  async run(lab) {
    const [a] = await lab.startHops({ name: 'A' });
    for (let tenant = 0; tenant < tenants; tenant += 1) {
      const headers = { baggage: `mesh.tenant=t${tenant},mesh.request_id=r${tenant}` };
      await callHops([a], { headers, tasks: { A: { count: true } } });
    }
    await lab.stopHops();
    const series = (await lab.series('lab.calls')).filter(({ service }) => service === 'A');
    const total = series.reduce((sum, { points }) => sum + (points.at(-1)?.value ?? 0), 0);
    lab.show(`${series.length} series`);
    return {
      series: series.length > 0 && series.length <= mostSeries ? `${mostSeries} at most` : `${series.length}`,
      'calls counted in all': `${total}`,
      'a series named other': series.some(({ attributes }) => attributes['mesh.tenant'] === 'other')
        ? 'yes'
        : 'no',
      'request ids on the metric': `${series.filter(({ attributes }) => 'mesh.request_id' in attributes).length}`,
    };
  },
  why: 'Each value of a label is a series for each instrument of each replica, and stays in memory as long as the process lives. Callers choose the values of baggage, so one of them can fill the memory of the service and of the backend. The SDK stops at 2000 series: it folds all others, of good tenants too, into otel.metric.overflow.',
  production:
    'Let only keys of the registry onto metrics, each with a bound on its values, and name the rest `other`. Identifiers belong on spans and logs, never on metrics.',
});
