import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { sendEverything } from '../../passage.ts';

const messages = 3;

export const stream = experiment({
  name: 'stream',
  question: 'Do streams keep the context, and does each message have its own?',
  did: `A → B by a stream of ${messages} messages. A sets mesh.tier after it has opened the stream to B.`,
  expected: {
    'messages that saw mesh.tenant at B': '3 of 3',
    'messages that saw mesh.tier at A, where it was set': '3 of 3',
    'messages that saw mesh.tier at B': '0 of 3',
    'server spans at B for all messages': '1',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const { traceId, headers } = sendEverything();
    const tasks = { A: { setBaggage: { 'mesh.tier': 'gold' } } };
    const called = await callHops([a, b], { headers, tasks, method: 'stream', messages });
    await lab.stopHops();
    lab.linkTrace(traceId, 'the trace');
    const spans = await lab.spans(traceId);
    const saw = (hop: number, key: string): string =>
      `${called.messages.filter((reports) => key in (reports[hop]?.active.baggage ?? {})).length} of ${called.messages.length}`;
    return {
      'messages that saw mesh.tenant at B': saw(1, 'mesh.tenant'),
      'messages that saw mesh.tier at A, where it was set': saw(0, 'mesh.tier'),
      'messages that saw mesh.tier at B': saw(1, 'mesh.tier'),
      'server spans at B for all messages': `${spans.filter(({ service, kind }) => service === 'B' && kind === 'SERVER').length}`,
    };
  },
  why: 'Headers are sent once, when a stream opens; messages have none. All messages share the context of the call for as long as it lasts.',
  production:
    'Use one stream for one tenant. If messages of several tenants share a stream, put what differs into the message, and make one span for each batch, with links to where it came from. No backend can show the trace of a stream that lives for days: open such streams anew from time to time.',
});
