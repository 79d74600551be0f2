import { setTimeout as delay } from 'node:timers/promises';
import { experiment } from '../experiment.ts';
import { callHops, historyAt } from '../hop/call-hops.ts';
import type { Hop } from '../hop/start-hop.ts';

const budgetMs = 2_000;
const waitMs = 300;

/** What is left when the call arrives at C, after A and B took their time. */
async function leftAtEnd(route: readonly Hop[], passDeadline: boolean): Promise<number> {
  const task = { waitMs, passDeadline };
  const { hops } = await callHops(route, { budgetMs, tasks: { A: task, B: task } });
  return hops[2]?.remainingMs ?? NaN;
}

/** How the call at C ends when the client stopped waiting long ago. */
async function fateAtEnd(route: readonly [Hop, Hop, Hop], passDeadline: boolean): Promise<string> {
  const tasks = { A: { passDeadline }, B: { passDeadline }, C: { waitMs: 8_000 } };
  const { id } = await callHops(route, { budgetMs: 500, tasks });
  await delay(500); // C learns of its own deadline
  const [attempt] = await historyAt(route[2], id);
  return attempt?.endedBy ?? 'never came';
}

export const deadline = experiment({
  name: 'deadline',
  question: 'How much of the deadline is left at each hop?',
  did: `A → B → C with a budget of ${budgetMs} ms, of which A and B take ${waitMs} ms each: once each hop passes the deadline on, once each call gets 10 s. Then C works for 8 s while the client waits for 500 ms.`,
  expected: {
    'left at C, passed on': 'less than the budget',
    'left at C, not passed on': 'more than the client waits',
    'work at C after the client is gone, passed on': 'cancellation',
    'work at C after the client is gone, not passed on': 'open',
  },
  async run(lab) {
    const route = await lab.startHops({ name: 'A' }, { name: 'B' }, { name: 'C' });
    const [passed, own] = [await leftAtEnd(route, true), await leftAtEnd(route, false)];
    lab.show(`left at C: ${passed} ms of ${budgetMs} ms passed on, ${own} ms of its own`);
    return {
      'left at C, passed on': passed <= budgetMs - 2 * waitMs + 5 ? 'less than the budget' : `${passed} ms`,
      'left at C, not passed on': own > budgetMs ? 'more than the client waits' : `${own} ms`,
      'work at C after the client is gone, passed on': await fateAtEnd(route, true),
      'work at C after the client is gone, not passed on': await fateAtEnd(route, false),
    };
  },
  why: 'grpc-timeout is a header of one call. Unlike trace and baggage, nothing carries it to the next: a handler has to read it and give it to the calls it makes. Without that, work goes on for callers who left.',
  production:
    'Every outgoing call gets min(what is left, own budget) and the signal of its caller, as `CallScope` has both. Do not put deadlines into baggage: clocks differ, and nobody enforces it.',
});
