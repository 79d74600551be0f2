import type { PrimeFactsInput } from '@prime-mesh/contracts';
import type { BlockFacts } from '@prime-mesh/primes';

type Cell = string | number | null;

interface FactsColumn<Field extends keyof BlockFacts = keyof BlockFacts> {
  readonly column: string;
  readonly field: Field;
  /** Field of `PrimeFacts` on the wire, for the facts that are told there. */
  readonly wire?: keyof PrimeFactsInput;
  readonly encode: (value: BlockFacts[Field]) => Cell;
  readonly decode: (cell: never) => BlockFacts[Field];
}

/** Counts and gaps fit 53 bits, whatever is run. */
const number = {
  encode: (value: number): number => value,
  decode: (cell: number): number => cell,
};

/** Sums and hashes do not: they are decimal text. */
const integer = {
  encode: (value: bigint): string => String(value),
  decode: (cell: string): bigint => BigInt(cell),
};

/** A prime that not every range has. */
const prime = {
  encode: (value: bigint | undefined): string | null => value?.toString() ?? null,
  decode: (cell: string | null): bigint | undefined => (cell === null ? undefined : BigInt(cell)),
};

/** Every fact of a block and of a run: its column, its field in memory and on the wire, and how it is written and read. */
export const factsColumns = [
  { column: 'prime_count', field: 'count', wire: 'count', ...number },
  { column: 'prime_sum', field: 'sum', wire: 'sum', ...integer },
  { column: 'first_prime', field: 'first', wire: 'first', ...prime },
  { column: 'last_prime', field: 'last', wire: 'last', ...prime },
  { column: 'max_gap', field: 'maxGap', wire: 'maxGap', ...number },
  { column: 'max_gap_at', field: 'maxGapAt', wire: 'maxGapAfter', ...prime },
  { column: 'twin_pairs', field: 'twins', wire: 'twinPairs', ...number },
  { column: 'checksum', field: 'checksum', ...integer },
  { column: 'sampled_primes', field: 'sampledPrimes', ...number },
  { column: 'sampled_composites', field: 'sampledComposites', ...number },
] as const satisfies readonly { [Field in keyof BlockFacts]-?: FactsColumn<Field> }[keyof BlockFacts][];

type Column = (typeof factsColumns)[number];

/** The facts in a row of the store. */
export type FactsRow = { [C in Column as C['column']]: ReturnType<C['encode']> };

export const factsColumnNames = factsColumns.map(({ column }) => column);

/** The same table for loops, where the types of single columns are lost. */
const anyColumns: readonly {
  readonly column: Column['column'];
  readonly field: Column['field'];
  readonly wire?: keyof PrimeFactsInput;
  encode(this: void, value: unknown): Cell;
  decode(this: void, cell: unknown): unknown;
}[] = factsColumns;

export function toFactsRow(facts: BlockFacts): FactsRow {
  return Object.fromEntries(
    anyColumns.map(({ column, field, encode }) => [column, encode(facts[field])]),
  ) as FactsRow;
}

export function fromFactsRow(row: FactsRow): BlockFacts {
  const facts = anyColumns.map(({ column, field, decode }) => [field, decode(row[column])] as const);
  return Object.fromEntries(facts.filter(([, value]) => value !== undefined)) as unknown as BlockFacts;
}

/** Facts on the wire, where an absent prime is the empty string. */
export function encodeFacts(facts: BlockFacts): PrimeFactsInput {
  const told = anyColumns.filter(({ wire }) => wire !== undefined);
  return Object.fromEntries(told.map(({ wire, field, encode }) => [wire, encode(facts[field]) ?? '']));
}
