import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';
import { drawTrace } from '../../w3c.ts';

const calls = 20;

/** Trace ids of a few calls. */
async function callOften(route: readonly Hop[], headers: () => Record<string, string>): Promise<string[]> {
  const ids: string[] = [];
  for (let call = 0; call < calls; call += 1) {
    const { hops } = await callHops(route, { headers: headers() });
    ids.push(hops[0]?.active.traceId ?? '');
  }
  return ids;
}

export const debug = experiment({
  name: 'debug',
  question: 'Can baggage force one trace to be recorded?',
  did: `A → B with a sampler that keeps nothing: ${calls} calls as they are, ${calls} with mesh.debug=true, ${calls} with mesh.debug=true from a caller that does not record.`,
  expected: {
    'traces of plain calls': '0 of 20',
    'traces of calls with mesh.debug': '20 of 20, complete',
    'of a caller that does not record': '20 of 20, complete',
  },
  async run(lab) {
    const env = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' };
    const route = await lab.startHops({ name: 'A', env }, { name: 'B', env });
    const plain = await callOften(route, () => ({}));
    const forced = await callOften(route, () => ({ baggage: 'mesh.debug=true' }));
    const unsampled = await callOften(route, () => ({
      traceparent: drawTrace().traceparent.replace(/-01$/, '-00'),
      baggage: 'mesh.debug=true',
    }));
    await lab.stopHops();
    const kept = async (ids: readonly string[]): Promise<string> => {
      const traces = (await Promise.all(ids.map(async (id) => lab.spans(id)))).filter(
        (spans) => spans.length > 0,
      );
      const isComplete = traces.every((spans) => spans.length === 3);
      return `${traces.length} of ${ids.length}${traces.length === 0 ? '' : isComplete ? ', complete' : ', with gaps'}`;
    };
    lab.linkTrace(forced[0] ?? '', 'a forced trace');
    return {
      'traces of plain calls': await kept(plain),
      'traces of calls with mesh.debug': await kept(forced),
      'of a caller that does not record': await kept(unsampled),
    };
  },
  why: 'A sampler gets the context of the new span, and that contains the baggage. Each hop has the same baggage and decides the same, so the trace is complete even if the caller asked for none.',
  production:
    'This key is for operators: remove it at the edge, or every caller can bypass your sampling. Baggage is the wrong tool for sampling everything of a large tenant.',
});
