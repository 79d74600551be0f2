import { experiment } from '../../experiment.ts';
import { describePassage, passageTo } from '../../passage.ts';

export const workers = experiment({
  name: 'workers',
  question: 'Do worker threads keep the context?',
  did: 'A sends a message to a worker thread, which makes a span: once with trace and baggage in the message, once without them.',
  expected: {
    'seen in the thread, with a carrier': 'trace, tracestate, baggage',
    'seen in the thread, bare': 'nothing',
    'its span, with a carrier': 'child of the server span, with mesh.tenant',
    'its span, bare': 'not in the trace',
  },
  async run(lab) {
    const [a] = await lab.startHops({ name: 'A' });
    const carried = await passageTo([a], { tasks: { A: { thread: 'carrier' } } });
    const bare = await passageTo([a], { tasks: { A: { thread: 'bare' } } });
    await lab.stopHops();
    lab.linkTrace(carried.traceId, 'with a carrier');
    lab.linkTrace(bare.traceId, 'bare');
    const spanOf = async (traceId: string): Promise<string> => {
      const spans = await lab.spans(traceId);
      const made = spans.find(({ name }) => name === 'thread');
      if (made === undefined) return 'not in the trace';
      const parent = spans.find(({ spanId }) => spanId === made.parentSpanId);
      const tenant = made.attributes['mesh.tenant'] === 'acme' ? 'with mesh.tenant' : 'without mesh.tenant';
      return `${parent?.kind === 'SERVER' ? 'child of the server span' : 'elsewhere'}, ${tenant}`;
    };
    return {
      'seen in the thread, with a carrier': describePassage(carried.hops[0]?.thread, carried.traceId),
      'seen in the thread, bare': describePassage(bare.hops[0]?.thread, bare.traceId),
      'its span, with a carrier': await spanOf(carried.traceId),
      'its span, bare': await spanOf(bare.traceId),
    };
  },
  why: 'AsyncLocalStorage ends at the thread, and there is no instrumentation of worker_threads. A span that is made in a thread without a carrier is the root of a trace of its own.',
  production:
    'Put `pack()` into each message and run the work in `unpack(carrier)`; a pool does this once for all tasks. Use W3C for the message, whatever OTEL_PROPAGATORS is: with b3 the threads would lose the baggage.',
});
