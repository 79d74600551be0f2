import {
  decodeInteger,
  decodeRange,
  type ReadPrimesRequest,
  type ReadPrimesResponseInput,
} from '@prime-mesh/contracts';
import { MeshError, outOfRange } from '@prime-mesh/mesh';
import { MissingBlockError, NoBitmapError, storedPrimes } from '../block/stored-primes.ts';
import type { RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { findRun } from './find-run.ts';

/** FAILED_PRECONDITION, https://grpc.io/docs/guides/status-codes/ */
const failedPrecondition = 9;

/** ReadPrimes: the primes of a stored run in ascending order. */
export async function* readPrimes(
  store: Store,
  { runId, range: wanted, limit }: ReadPrimesRequest,
): AsyncGenerator<ReadPrimesResponseInput, void> {
  const run = await findRun(store, runId);
  const { range: whole } = run;
  const range = wanted ? decodeRange(wanted) : whole;
  if (range.from < whole.from || range.to > whole.to) {
    throw outOfRange(
      `range ${range.from}..${range.to} is not within ${whole.from}..${whole.to} of the run`,
      'range',
    );
  }
  const most = Number(decodeInteger(limit, 'limit')) || Infinity;
  try {
    for await (const { base, offsets } of storedPrimes(store, runId, range, most)) {
      yield { base: String(base), offsets };
    }
  } catch (error) {
    const message = reasonOf(error, run);
    if (message === undefined) throw error;
    throw new MeshError(failedPrecondition, message);
  }
}

/** Why what was asked for cannot be read; undefined for an error of another kind. */
function reasonOf(error: unknown, { id, state, blocksStored, blocksTotal }: RunRecord): string | undefined {
  if (error instanceof NoBitmapError)
    return `${error.message}: the loader ran with LOADER_STORE_BITMAPS=false`;
  if (!(error instanceof MissingBlockError)) return undefined;
  const blocks = `${blocksStored} of ${blocksTotal === 0 ? 'an unknown number of' : blocksTotal} blocks`;
  return `run ${id} is ${state} with ${blocks}: its primes can be read below ${error.next}`;
}
