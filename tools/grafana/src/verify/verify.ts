import { BackendError } from '@prime-mesh/backends';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, askExemplars, backendOf } from './ask.ts';
import type { Backends, Settings } from './config.ts';
import type { PlacedQuery } from './all-queries.ts';

/** Time between two rounds of questions, ms: the services export as often. */
const pauseMs = 5_000;

export interface Result {
  readonly page: string;
  readonly title: string;
  readonly backend: string;
  /** How many came back; absent if the backend did not answer. */
  readonly series?: number;
  readonly verdict: 'data' | 'firing' | 'quiet' | 'left out' | 'NO DATA' | 'FAILED';
  readonly problem?: string;
}

/** A question, and how to ask it. */
interface Question {
  readonly placed: PlacedQuery;
  readonly title: string;
  readonly count: () => Promise<number>;
}

/** Asks everything once. Then it asks again what should have data and has none, until it has or the time is over. */
export async function verify(
  queries: readonly PlacedQuery[],
  { backends, sinceMinutes, waitSeconds }: Pick<Settings, 'backends' | 'sinceMinutes' | 'waitSeconds'>,
): Promise<Result[]> {
  const questions = queries.flatMap((placed) => questionsOf(placed, backends, sinceMinutes));
  const deadline = Date.now() + waitSeconds * 1000;
  const results = new Map<Question, Result>();
  for (;;) {
    for (const question of questions) {
      const verdict = results.get(question)?.verdict;
      if (verdict === undefined || verdict === 'NO DATA')
        results.set(question, await answer(question, backends));
    }
    const isComplete = [...results.values()].every(({ verdict }) => verdict !== 'NO DATA');
    if (isComplete || Date.now() + pauseMs > deadline) return [...results.values()];
    await sleep(pauseMs);
  }
}

function questionsOf(placed: PlacedQuery, backends: Backends, minutes: number): Question[] {
  const { query, title } = placed;
  const main = { placed, title, count: () => ask(query, backends, { minutes }) };
  if (query.source !== 'prometheus' || !query.exemplars) return [main];
  const count = () => askExemplars(query, backends, { minutes });
  return [main, { placed, title: `${title} (exemplars)`, count }];
}

async function answer({ placed, title, count }: Question, backends: Backends): Promise<Result> {
  const { page, query, isQuiet } = placed;
  const backend = backendOf(query);
  const head = { page, title, backend };
  if (backends[backend] === undefined) return { ...head, verdict: 'left out' };
  try {
    const series = await count();
    if (series > 0) return { ...head, series, verdict: page === 'alerts' && isQuiet ? 'firing' : 'data' };
    return { ...head, series, verdict: isQuiet ? 'quiet' : 'NO DATA' };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { ...head, verdict: 'FAILED', problem: error.message };
  }
}
