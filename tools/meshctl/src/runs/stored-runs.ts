import type { LoaderDefinition, Run } from '@prime-mesh/contracts';
import type { MeshClient } from '@prime-mesh/mesh';
import { callerWords } from '../terminal/caller-words.ts';
import { FailureError, UsageError } from '../terminal/command-error.ts';

type Loader = MeshClient<LoaderDefinition>;

/** Runs or blocks in one page, at most: the loader gives no more. */
export const maxPageSize = 1_000;

/**
 * Every stored run, newest first, without the primes that it found.
 * @param atOnce runs in one page
 */
export async function* storedRuns(loader: Loader, atOnce: number = maxPageSize): AsyncGenerator<Run> {
  let pageToken = '';
  do {
    const page = await loader.unary('ListRuns', { pageSize: atOnce, pageToken });
    yield* page.runs;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}

/**
 * Finds the run that is named by its id, the beginning of it, or `latest`.
 * @throws {UsageError} if the text cannot be an id or fits several runs
 * @throws {FailureError} if there is none
 */
export async function resolveRun(loader: Loader, name: string): Promise<Run> {
  if (name === 'latest') {
    for await (const run of storedRuns(loader, 1)) return readRun(loader, run.id);
    throw new FailureError(
      'NOT_FOUND',
      `there is no run yet: start one with "${callerWords().command('run --count 1e9')}"`,
    );
  }
  if (!/^[0-9a-f-]{1,36}$/i.test(name)) {
    throw new UsageError(`run ${JSON.stringify(name)} must be an id, the beginning of one, or latest`);
  }
  const found: Run[] = [];
  for await (const run of storedRuns(loader)) {
    if (run.id.startsWith(name.toLowerCase())) found.push(run);
  }
  const [run, ...others] = found;
  if (run === undefined)
    throw new FailureError('NOT_FOUND', `no run ${name}: "${callerWords().command('runs')}" lists them`);
  if (others.length > 0) {
    const some = found.slice(0, 5).map(({ id }) => id);
    throw new UsageError(`run ${name} fits ${found.length} runs: ${some.join(', ')}`);
  }
  return readRun(loader, run.id);
}

async function readRun(loader: Loader, runId: string): Promise<Run> {
  const { run } = await loader.unary('GetRun', { runId });
  if (!run) throw new FailureError('NOT_FOUND', `no run ${runId}`);
  return run;
}

/** The trace id of each stored block of a run. */
export async function blockTraceIds(loader: Loader, runId: string): Promise<string[]> {
  const traceIds: string[] = [];
  for (let firstBlock = 0; ;) {
    const { run, blocks } = await loader.unary('GetRun', { runId, firstBlock, maxBlocks: maxPageSize });
    traceIds.push(...blocks.map(({ traceId }) => traceId));
    const last = blocks.at(-1);
    if (last === undefined || traceIds.length >= Number(run?.blocksStored)) return traceIds;
    firstBlock = Number(last.index) + 1;
  }
}
