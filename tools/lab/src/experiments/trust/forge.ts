import { experiment } from '../../experiment.ts';
import { authenticatedHeader } from '../../hop/authenticate.ts';
import { callHops } from '../../hop/call-hops.ts';
import { drawTrace } from '../../w3c.ts';

export const forge = experiment({
  name: 'forge',
  question: 'Can a caller claim to be another tenant?',
  did: 'edge → B. The caller claims mesh.tenant=root: first at an edge that believes it, then at one that replaces it by the authenticated tenant, in the handler or in an interceptor of the server.',
  expected: {
    'at B, the edge believes': 'root',
    'at B, claimed twice': 'root',
    'at B, the handler of the edge overwrites': 'acme',
    'server span of that edge': 'root',
    'its spans from then on': 'acme',
    'at B, an interceptor of the edge overwrites': 'acme',
    'all spans of that edge': 'acme',
  },
  async run(lab) {
    const [edge, b] = await lab.startHops({ name: 'edge' }, { name: 'B' });
    const [late, early] = [drawTrace(), drawTrace()];
    const claim = { baggage: 'mesh.tenant=root' };
    const tenantAtB = async (headers: Record<string, string>, overwrite = false): Promise<string> => {
      const tasks = overwrite ? { edge: { setBaggage: { 'mesh.tenant': 'acme' } } } : {};
      const { hops } = await callHops([edge, b], { headers, tasks });
      return hops[1]?.active.baggage['mesh.tenant'] ?? 'none';
    };
    const believed = await tenantAtB(claim);
    const twice = await tenantAtB({ baggage: 'mesh.tenant=acme,mesh.tenant=root' });
    const overwritten = await tenantAtB({ ...claim, traceparent: late.traceparent }, true);
    const proven = { [authenticatedHeader]: 'acme', traceparent: early.traceparent };
    const intercepted = await tenantAtB({ ...claim, ...proven });
    await lab.stopHops();
    lab.linkTrace(late.traceId, 'overwritten in the handler');
    lab.linkTrace(early.traceId, 'overwritten in an interceptor');
    const spans = await lab.spans(late.traceId);
    const server = spans.find(({ service, kind }) => service === 'edge' && kind === 'SERVER');
    const others = spans.filter((span) => span !== server);
    const tenants = (found: typeof spans): string =>
      [...new Set(found.map(({ attributes }) => JSON.stringify(attributes['mesh.tenant'])))]
        .join(', ')
        .replaceAll('"', '');
    return {
      'at B, the edge believes': believed,
      'at B, claimed twice': twice,
      'at B, the handler of the edge overwrites': overwritten,
      'server span of that edge': server === undefined ? 'missing' : tenants([server]),
      'its spans from then on': tenants(others),
      'at B, an interceptor of the edge overwrites': intercepted,
      'all spans of that edge': tenants(await lab.spans(early.traceId)),
    };
  },
  why: 'Baggage is a header like any other: unsigned, and written by the caller. A handler that overwrites it is too late for its own server span, which shows the forged name. An interceptor of grpc-js runs before the instrumentation reads the headers.',
  production:
    'Never authorize or charge by baggage from outside. Overwrite it at the edge before it is read, in the proxy or in an interceptor, as our loader does by the client certificate (docs/tls.md). Inside, mutual TLS keeps strangers out.',
});
