import {
  decodeInteger,
  decodeRange,
  type ReadPrimesRequest,
  type ReadPrimesResponseInput,
} from '@prime-mesh/contracts';
import { MeshError, outOfRange } from '@prime-mesh/mesh';
import { NoBitmapError, storedPrimes } from '../block/stored-primes.ts';
import type { Store } from '../store/store.ts';
import { findRun } from './find-run.ts';

/** FAILED_PRECONDITION, https://grpc.io/docs/guides/status-codes/ */
const failedPrecondition = 9;

/** ReadPrimes: the primes of a stored run in ascending order. */
export async function* readPrimes(
  store: Store,
  { runId, range: wanted, limit }: ReadPrimesRequest,
): AsyncGenerator<ReadPrimesResponseInput, void> {
  const { range: whole } = await findRun(store, runId);
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
    if (!(error instanceof NoBitmapError)) throw error;
    throw new MeshError(
      failedPrecondition,
      `${error.message}: the loader ran with LOADER_STORE_BITMAPS=false`,
    );
  }
}
