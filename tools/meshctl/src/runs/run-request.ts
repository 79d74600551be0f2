import type { RunRequestInput } from '@prime-mesh/contracts';
import { algorithms, type AlgorithmName } from '@prime-mesh/contracts/algorithms';
import { maxDigits } from '@prime-mesh/contracts/limits';
import { UsageError } from '../terminal/command-error.ts';
import { readNumber } from '../terminal/read-quantity.ts';

/** Options of `run` and `find` as they were typed. */
export interface HowToRun {
  readonly block?: string;
  readonly inFlight?: string;
  readonly sieveLimit?: string;
  readonly algorithm?: AlgorithmName;
  readonly audit?: boolean;
}

export interface RangeOptions extends HowToRun {
  readonly from?: string;
  readonly to?: string;
  readonly count?: string;
}

export interface NextOptions extends HowToRun {
  readonly from?: string;
  readonly digits?: string;
  readonly primes?: string;
}

const maxUint32 = 2n ** 32n - 1n;

/**
 * The request of `run --from A --to B` or `run --from A --count N`; without --from, A is 0.
 * @throws {UsageError} naming the option, the value and the bound
 */
export function rangeRequest(options: RangeOptions): RunRequestInput {
  const { to, count } = options;
  const from = readNumber('--from', options.from ?? '0');
  if (to !== undefined && count !== undefined) throw new UsageError('--to and --count exclude each other');
  if (to !== undefined) {
    const end = readNumber('--to', to);
    if (from >= end) throw new UsageError(`--from ${options.from ?? '0'} must be below --to ${to}`);
    return { ...howToRun(options), range: { from: `${from}`, to: `${end}` } };
  }
  if (count === undefined) throw new UsageError('run needs --to or --count');
  const numbers = readNumber('--count', count, { min: 1n });
  return { ...howToRun(options), range: { from: `${from}`, to: `${from + numbers}` } };
}

/**
 * The request of `find --from X --primes N`, or of `find --digits D`, which looks from 10^(D−1) on.
 * @throws {UsageError} naming the option, the value and the bound
 */
export function nextRequest(options: NextOptions): RunRequestInput {
  const { from, digits } = options;
  if ((from === undefined) === (digits === undefined)) {
    throw new UsageError('find needs one of --from and --digits');
  }
  const start =
    digits === undefined
      ? readNumber('--from', from ?? '')
      : 10n ** (readNumber('--digits', digits, { min: 1n, max: BigInt(maxDigits) }) - 1n);
  const count = Number(readNumber('--primes', options.primes ?? '1', { min: 1n, max: maxUint32 }));
  return { ...howToRun(options), next: { from: `${start}`, count } };
}

function howToRun({ block, inFlight, sieveLimit, algorithm, audit = false }: HowToRun): RunRequestInput {
  const uint32 = (name: string, text: string | undefined): number =>
    text === undefined ? 0 : Number(readNumber(name, text, { min: 1n, max: maxUint32 }));
  return {
    blockBytes: uint32('--block', block),
    inFlight: uint32('--in-flight', inFlight),
    sieveLimit: uint32('--sieve-limit', sieveLimit),
    algorithm: algorithms[algorithm ?? 'auto'],
    audit,
  };
}
