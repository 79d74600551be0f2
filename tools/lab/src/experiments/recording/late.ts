import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { drawTrace } from '../../w3c.ts';

export const late = experiment({
  name: 'late',
  question: 'Which spans get a key that is set late?',
  did: 'A → B without baggage. The handler of A, whose server span has already started, sets mesh.tenant, makes a child span, logs and calls B.',
  expected: {
    'server span of A': 'without',
    'child span of A': 'with',
    'client span of A': 'with',
    'server span of B': 'with',
    'log record of A, written after': 'with',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const { traceId, traceparent } = drawTrace();
    const tasks = { A: { setBaggage: { 'mesh.tenant': 'acme' }, childSpan: 'child', log: 'lab.late' } };
    await callHops([a, b], { headers: { traceparent }, tasks });
    await lab.stopHops();
    lab.linkTrace(traceId, 'the trace');
    const spans = await lab.spans(traceId);
    const [record] = await lab.logs(traceId);
    const has = (attributes: object | undefined): string =>
      attributes === undefined ? 'missing' : 'mesh.tenant' in attributes ? 'with' : 'without';
    const spanOf = (service: string, kind: string): string =>
      has(spans.find((span) => span.service === service && span.kind === kind)?.attributes);
    return {
      'server span of A': spanOf('A', 'SERVER'),
      'child span of A': spanOf('A', 'INTERNAL'),
      'client span of A': spanOf('A', 'CLIENT'),
      'server span of B': spanOf('B', 'SERVER'),
      'log record of A, written after': has(record?.attributes),
    };
  },
  why: 'Baggage is copied when a span starts. A running span is not changed, and neither is a context: a new one replaces it. So the span that lacks the key is the most interesting one, that of the request at the edge.',
  production:
    'Set baggage before the span starts: in the caller, or at the edge in an interceptor that runs before the instrumentation. If that is not possible, also set the attribute on the running span.',
});
