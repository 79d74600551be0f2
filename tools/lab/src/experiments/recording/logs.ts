import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { drawTrace } from '../../w3c.ts';

export const logs = experiment({
  name: 'logs',
  question: 'Can I find all logs of a tenant?',
  did: 'A → B with one log record at each: two calls with mesh.tenant=acme, one with globex, two without.',
  expected: {
    'records in all': '10',
    'records with acme': 'A 2, B 2',
    'records with globex': 'A 1, B 1',
    'records on a span of their trace': '10',
    'mesh.request_id on records of acme': '4',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const traces = [
      'mesh.tenant=acme,mesh.request_id=r1',
      'mesh.tenant=acme,mesh.request_id=r2',
      'mesh.tenant=globex',
      '',
      '',
    ].map((baggage) => ({ baggage, ...drawTrace() }));
    for (const { baggage, traceparent } of traces) {
      const headers = { traceparent, ...(baggage && { baggage }) };
      await callHops([a, b], { headers, tasks: { A: { log: 'lab.worked' }, B: { log: 'lab.worked' } } });
    }
    await lab.stopHops();
    const records = (await Promise.all(traces.map(async ({ traceId }) => lab.logs(traceId)))).flat();
    const spans = (await Promise.all(traces.map(async ({ traceId }) => lab.spans(traceId)))).flat();
    const spanIds = new Set(spans.map(({ spanId }) => spanId));
    const of = (tenant: string): typeof records =>
      records.filter(({ attributes }) => attributes['mesh.tenant'] === tenant);
    const byService = (tenant: string): string =>
      ['A', 'B']
        .map((service) => `${service} ${of(tenant).filter((one) => one.service === service).length}`)
        .join(', ');
    return {
      'records in all': `${records.length}`,
      'records with acme': byService('acme'),
      'records with globex': byService('globex'),
      'records on a span of their trace': `${records.filter(({ spanId }) => spanIds.has(spanId)).length}`,
      'mesh.request_id on records of acme': `${of('acme').filter(({ attributes }) => 'mesh.request_id' in attributes).length}`,
    };
  },
  why: 'A log record is made in a context, which a log processor can read as a span processor does. OpenTelemetry JS has no such processor for its log SDK; ours is twelve lines. It reads the context of the record, so a key that is set late is on the records after it.',
  production:
    'Add the processor before the batch processor. In Loki the key is structured metadata: `{service_name=~".+"} | mesh_tenant="acme"`.',
});
