import { experiment } from '../experiment.ts';
import { callHops } from '../hop/call-hops.ts';
import { drawTrace } from '../w3c.ts';

export const forge = experiment({
  name: 'forge',
  question: 'Can a caller claim to be another tenant?',
  did: 'edge → B. The caller claims mesh.tenant=root: at an edge that believes it, then at one that sets the tenant it has authenticated, in its handler.',
  expected: {
    'at B, the edge believes': 'root',
    'at B, claimed twice': 'root',
    'at B, the edge overwrites': 'acme',
    'server span of that edge': 'root',
    'its spans from then on': 'acme',
  },
  async run(lab) {
    const [edge, b] = await lab.startHops({ name: 'edge' }, { name: 'B' });
    const { traceId, traceparent } = drawTrace();
    const claim = { traceparent, baggage: 'mesh.tenant=root' };
    const tenantAtB = async (headers: Record<string, string>, overwrite = false): Promise<string> => {
      const tasks = overwrite ? { edge: { setBaggage: { 'mesh.tenant': 'acme' } } } : {};
      const { hops } = await callHops([edge, b], { headers, tasks });
      return hops[1]?.active.baggage['mesh.tenant'] ?? 'none';
    };
    const believed = await tenantAtB({ baggage: 'mesh.tenant=root' });
    const twice = await tenantAtB({ baggage: 'mesh.tenant=acme,mesh.tenant=root' });
    const overwritten = await tenantAtB(claim, true);
    await lab.stopHops();
    lab.linkTrace(traceId, 'the edge that overwrites');
    const spans = await lab.spans(traceId);
    const server = spans.find(({ service, kind }) => service === 'edge' && kind === 'SERVER');
    const others = spans.filter((span) => span !== server);
    const tenants = (found: typeof spans): string =>
      [...new Set(found.map(({ attributes }) => JSON.stringify(attributes['mesh.tenant'])))]
        .join(', ')
        .replaceAll('"', '');
    return {
      'at B, the edge believes': believed,
      'at B, claimed twice': twice,
      'at B, the edge overwrites': overwritten,
      'server span of that edge': server === undefined ? 'missing' : tenants([server]),
      'its spans from then on': tenants(others),
    };
  },
  why: 'Baggage is a header like any other: unsigned, and written by whoever calls. An edge that overwrites it in the handler comes too late for its own server span, which shows the forged name.',
  production:
    'Never authorise or charge by baggage that came from outside. Strip and set it at the edge before the instrumentation reads it, in the proxy or in an interceptor of the server, as our `provenTenant` does by the client certificate; inside, mutual TLS keeps strangers from being callers.',
});
