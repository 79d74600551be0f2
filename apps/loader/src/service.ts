import {
  decodeInteger,
  decodeRange,
  Loader,
  type GetRunRequest,
  type GetRunResponseInput,
  type ListRunsRequest,
  type ListRunsResponseInput,
  type ReadPrimesRequest,
  type ReadPrimesResponseInput,
  type RunRequest,
  type RunResponseInput,
} from '@prime-mesh/contracts';
import {
  bind,
  invalidArgument,
  MeshError,
  notFound,
  outOfRange,
  serverStream,
  unary,
  type ServiceBinding,
} from '@prime-mesh/mesh';
import type { LoaderConfig } from './config.ts';
import { decodeCursor, decodePlan, encodeCursor } from './decode.ts';
import { encodeBlock, encodeProgress, encodeRun } from './encode.ts';
import type { Scope } from './fetch-block.ts';
import { load, type LoadEvent, type LoaderParts } from './load.ts';
import { NoBitmapError, readPrimes } from './read-primes.ts';
import type { RunRecord } from './store/records.ts';
import type { Store } from './store/store.ts';

const defaultPageSize = 20;
const maxPageSize = 1000;

/** FAILED_PRECONDITION, https://grpc.io/docs/guides/status-codes/ */
const failedPrecondition = 9;

/** The loader as gRPC sees it. Disposing of it waits for the runs under way, which the server has cancelled by then. */
export class LoaderService implements AsyncDisposable {
  readonly #config: LoaderConfig;
  readonly #parts: LoaderParts;
  readonly #runs = new Set<Promise<unknown>>();

  constructor(config: LoaderConfig, parts: LoaderParts) {
    this.#config = config;
    this.#parts = parts;
  }

  get binding(): ServiceBinding {
    const { store } = this.#parts;
    return bind(Loader, {
      Run: serverStream((request: RunRequest, call) => this.#run(request, call)),
      GetRun: unary((request: GetRunRequest) => getRun(store, request)),
      ListRuns: unary((request: ListRunsRequest) => listRuns(store, request)),
      ReadPrimes: serverStream((request: ReadPrimesRequest) => streamPrimes(store, request)),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#runs);
  }

  async *#run(request: RunRequest, scope: Scope): AsyncGenerator<RunResponseInput, void> {
    const plan = decodePlan(request, this.#config);
    const ended = Promise.withResolvers<void>();
    this.#runs.add(ended.promise);
    try {
      for await (const event of load(plan, scope, this.#parts)) yield encodeEvent(event);
    } finally {
      this.#runs.delete(ended.promise);
      ended.resolve();
    }
  }
}

function encodeEvent(event: LoadEvent): RunResponseInput {
  switch (event.kind) {
    case 'accepted':
      return { accepted: { run: encodeRun(event.run) } };
    case 'progress':
      return { progress: encodeProgress(event.run, event.doneTo) };
    case 'stored':
      return { blockStored: { block: encodeBlock(event.block) } };
    case 'finished':
      return { finished: { run: encodeRun(event.run) } };
  }
}

async function getRun(
  store: Store,
  { runId, firstBlock, maxBlocks }: GetRunRequest,
): Promise<GetRunResponseInput> {
  checkPage('max_blocks', maxBlocks);
  const run = await findRun(store, runId);
  const blocks = maxBlocks === 0 ? [] : await store.listBlocks(runId, Number(firstBlock), maxBlocks);
  return { run: encodeRun(run), blocks: blocks.map(encodeBlock) };
}

async function listRuns(
  store: Store,
  { pageSize, pageToken }: ListRunsRequest,
): Promise<ListRunsResponseInput> {
  checkPage('page_size', pageSize);
  const limit = pageSize || defaultPageSize;
  const runs = await store.listRuns(limit + 1, decodeCursor(pageToken));
  const page = runs.slice(0, limit);
  const last = page.at(-1);
  const hasMore = runs.length > limit;
  return { runs: page.map(encodeRun), nextPageToken: hasMore && last ? encodeCursor(last) : '' };
}

async function* streamPrimes(
  store: Store,
  { runId, range: wanted, limit }: ReadPrimesRequest,
): AsyncGenerator<ReadPrimesResponseInput, void> {
  const run = await findRun(store, runId);
  const range = wanted ? decodeRange(wanted) : run.range;
  if (range.from < run.range.from || range.to > run.range.to) {
    throw outOfRange(
      `range ${range.from}..${range.to} is not within ${run.range.from}..${run.range.to} of the run`,
    );
  }
  const count = decodeInteger(limit, 'limit');
  try {
    for await (const { base, offsets } of readPrimes(
      store,
      runId,
      range,
      count === 0n ? Infinity : Number(count),
    )) {
      yield { base: String(base), offsets };
    }
  } catch (error) {
    if (!(error instanceof NoBitmapError)) throw error;
    throw new MeshError(
      failedPrecondition,
      `${error.message}: the loader ran with LOADER_STORE_BITMAPS=false`,
    );
  }
}

async function findRun(store: Store, id: string): Promise<RunRecord> {
  if (id === '') throw invalidArgument('run_id is required');
  const run = await store.findRun(id);
  if (!run) throw notFound(`run ${id} is not in the store`);
  return run;
}

function checkPage(name: string, size: number): void {
  if (size > maxPageSize) throw outOfRange(`${name} ${size} exceeds ${maxPageSize}`);
}
