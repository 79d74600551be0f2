import { experiment } from '../../experiment.ts';
import { callHops, historyAt } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';
import { runWith, smallRange, spansOf } from '../../mesh-run.ts';
import { until, type Mesh } from '@prime-mesh/harness';

const budgetMs = 2_000;
const waitMs = 300;

/** Time left when the call arrives at C, after A and B have worked, ms. */
async function leftAtEnd(route: readonly Hop[], passDeadline: boolean): Promise<number> {
  const task = { waitMs, passDeadline };
  const { hops } = await callHops(route, { budgetMs, tasks: { A: task, B: task } });
  return hops[2]?.remainingMs ?? NaN;
}

/** How the call at C ends after the client has stopped waiting: with the deadline passed on, and without. */
async function fatesAtEnd(route: readonly [Hop, Hop, Hop]): Promise<[passed: string, own: string]> {
  const call = async (passDeadline: boolean): Promise<string> => {
    const tasks = { A: { passDeadline }, B: { passDeadline }, C: { waitMs: 8_000 } };
    return (await callHops(route, { budgetMs: 1_000, tasks })).id;
  };
  const [passed, own] = await Promise.all([call(true), call(false)]);
  const fateOf = async (id: string): Promise<string> =>
    (await historyAt(route[2], id))[0]?.endedBy ?? 'never came';
  // By now, the other call has had as much time to end.
  const end = await until(
    'the end of the call at C',
    () => fateOf(passed),
    (fate) => fate !== 'open',
  );
  return [end, await fateOf(own)];
}

/** Seconds left when the call of a run with a deadline of 20 s arrives at each service. */
async function leftInMesh(mesh: Mesh): Promise<number[]> {
  const { traceId } = await runWith(mesh, {}, [...smallRange, '--deadline', '20']);
  const served = { loader: /\/Run$/, transformer: /\/Transform$/, extractor: /\/Extract$/ } as const;
  const left: number[] = [];
  for (const service of ['loader', 'transformer', 'extractor'] as const) {
    const spans = await spansOf(mesh, traceId, service, served[service]);
    const server = spans.find(({ kind }) => kind === 'SERVER');
    left.push(Number(server?.attributes['mesh.deadline.remaining']));
  }
  return left;
}

export const deadline = experiment({
  name: 'deadline',
  question: 'How much of the deadline is left at each hop?',
  did: `A → B → C with a budget of ${budgetMs} ms, of which A and B use ${waitMs} ms each: once every hop passes the deadline on, once each call gets 10 s. Then C works for 8 s while the client waits for 1 s. Last, a run of the three services with 20 s.`,
  expected: {
    'left at C, passed on': 'less than the budget',
    'left at C, not passed on': 'more than the client waits',
    'work at C after the client is gone, passed on': 'cancellation',
    'work at C after the client is gone, not passed on': 'open',
    'mesh.deadline.remaining at loader, transformer, extractor': 'less at each',
  },
  async run(lab) {
    const route = await lab.startHops({ name: 'A' }, { name: 'B' }, { name: 'C' });
    const [passed, own] = [await leftAtEnd(route, true), await leftAtEnd(route, false)];
    const [endOfPassed, endOfOwn] = await fatesAtEnd(route);
    const left = await leftInMesh(await lab.startMesh());
    lab.show(`left at C: ${passed} ms of ${budgetMs} ms passed on, ${own} ms of its own`);
    lab.show(
      `left at loader, transformer, extractor: ${left.map((seconds) => seconds.toFixed(3)).join(', ')} s`,
    );
    return {
      'left at C, passed on': passed <= budgetMs - 2 * waitMs + 5 ? 'less than the budget' : `${passed} ms`,
      'left at C, not passed on': own > budgetMs ? 'more than the client waits' : `${own} ms`,
      'work at C after the client is gone, passed on': endOfPassed,
      'work at C after the client is gone, not passed on': endOfOwn,
      'mesh.deadline.remaining at loader, transformer, extractor': left.every(
        (seconds, index) => seconds > 0 && seconds < (left[index - 1] ?? Infinity),
      )
        ? 'less at each'
        : left.join(', '),
    };
  },
  why: 'grpc-timeout is a header of one call. Unlike trace and baggage, nothing carries it to the next call: a handler has to read it and pass it on. Without that, work goes on for callers who have left.',
  production:
    'Give every outgoing call min(what is left, own budget) and the signal of its caller; `CallScope` has both. Record what is left on the server span. Do not put deadlines into baggage: clocks differ, and nobody enforces it.',
});
