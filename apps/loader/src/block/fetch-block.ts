import {
  algorithms,
  DamagedBlockError,
  decodeInteger,
  encodeRange,
  receiveBlock,
  type AlgorithmName,
  type TransformerDefinition,
  type TransformResponse,
} from '@prime-mesh/contracts';
import { dataLoss, MeshError, type CallScope, type Gate, type MeshClient, type Pool } from '@prime-mesh/mesh';
import {
  bitmapLength,
  blockBase,
  CorruptBlockError,
  slotBytes,
  type Arena,
  type Range,
} from '@prime-mesh/primes';
import { blockRefused } from '../events.ts';
import type { Ledger } from '../run/ledger.ts';
import type { Verified, VerifyStep } from './verify.ts';

/** The part of a call that is passed on: its signal and its deadline. */
export type Scope = Pick<CallScope, 'signal' | 'deadlineMs'>;

/** What a block passes on its way from the transformer to the store. */
export interface BlockPath {
  readonly transformer: MeshClient<TransformerDefinition>;
  readonly arena: Arena;
  /** Slots of the arena: a block takes one before it is asked for, which bounds the memory of all runs together. */
  readonly slots: Gate;
  readonly verifyPool: Pool<VerifyStep, Verified>;
  readonly storeBitmaps: boolean;
}

/** A verified block. Beyond the sieve it may end at the last of the next primes that is wanted. */
export type FetchedBlock = Verified & { readonly range: Range };

/** Attempts for one block before the run fails. A damaged block is rare; two in a row mean a broken service. */
const maxAttempts = 3;

/** Bits of a block tested by another method: of blocks with one wrong bit in 100, 1 in 150 slips through. */
const samplesPerBlock = 500;

/** 2^64 / φ: spreads the seeds of a run's blocks. */
const seedStep = 0x9e3779b97f4a7c15n;

/** DATA_LOSS, https://grpc.io/docs/guides/status-codes/ */
const dataLossCode = 15;

/** A block to fetch. */
export interface BlockDemand {
  readonly runId: string;
  readonly runSeed: bigint;
  readonly index: number;
  readonly range: Range;
  /** 0: the services choose. */
  readonly sieveLimit: number;
  readonly algorithm: AlgorithmName;
  /** Beyond the sieve, test no further once so many primes are found; 0 tests the whole range. */
  readonly stopAfter: number;
  /** Primes to name, from the first on. */
  readonly named: number;
}

/**
 * Asks for the primes of a block until they verify, and packs them for the store. The ledger counts what that costs.
 * @throws {MeshError} DATA_LOSS when every attempt was corrupt
 */
export async function fetchBlock(
  path: BlockPath,
  demand: BlockDemand,
  ledger: Ledger,
  scope: Scope,
): Promise<FetchedBlock> {
  const { runId, index, range } = demand;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptBlock(path, demand, ledger, scope);
    } catch (error) {
      // Once aborted, the error is that of another block, which may have been corrupt.
      if (scope.signal.aborted || !isCorrupt(error)) throw error;
      ledger.addRefused();
      blockRefused(runId, index, range, error);
      if (attempt === maxAttempts) {
        throw dataLoss(`block ${index} from ${range.from} was corrupt ${attempt} times: ${error.message}`);
      }
    }
  }
}

async function attemptBlock(
  { transformer, arena, slots, verifyPool, storeBitmaps }: BlockPath,
  { runSeed, index, range, named, ...how }: BlockDemand,
  ledger: Ledger,
  scope: Scope,
): Promise<FetchedBlock> {
  const slot = await slots.acquire(scope.signal);
  try {
    const { sieveLimit, stopAfter } = how;
    const algorithm = algorithms[how.algorithm];
    const request = { range: encodeRange(range), sieveLimit, algorithm, stopAfter };
    const response = await transformer.unary('Transform', request, scope);
    ledger.addUsages(response.usages);
    const tested = { from: range.from, to: testedTo(response, range) };
    const bitmap = slotBytes(arena, slot, bitmapLength(tested));
    const checksum = receiveBlock(response.block, blockBase(range.from), bitmap);
    const seed = BigInt.asUintN(64, runSeed + BigInt(index) * seedStep);
    const proof = { checksum, seed, samples: samplesPerBlock };
    const step = { slot, range: tested, ...proof, named, isKept: storeBitmaps };
    const { output, cpuSeconds } = await verifyPool.run(step, scope);
    ledger.addThreadCpu(cpuSeconds);
    return { ...output, range: tested };
  } finally {
    slots.release(slot);
  }
}

/** End of what was tested: of the next large primes, where enough were found. */
function testedTo({ to: text }: TransformResponse, { from, to }: Range): bigint {
  const tested = text === '' ? to : decodeInteger(text, 'to');
  if (tested <= from || tested > to)
    throw new DamagedBlockError(`block at ${from} ends at ${tested} instead of ${to}`);
  return tested;
}

/**
 * Whether asking again may help: the response is damaged, its primes do not verify, or the transformer says so of the
 * candidates that it received.
 */
function isCorrupt(error: unknown): error is Error {
  if (error instanceof CorruptBlockError || error instanceof DamagedBlockError) return true;
  return error instanceof MeshError && error.code === dataLossCode;
}
