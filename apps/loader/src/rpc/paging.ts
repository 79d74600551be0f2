import { maxPageSize } from '@prime-mesh/contracts';
import { invalidArgument, outOfRange } from '@prime-mesh/mesh';
import type { RunCursor } from '../store/store.ts';

/**
 * Bytes of a page, about. gRPC clients refuse messages of 4 MiB by themselves; a run or a block takes 0.12 MB where
 * numbers have 20 000 digits.
 */
const maxPageBytes = 2 ** 20;

/** Records read from the store at once. */
const recordsAtOnce = 100;

/**
 * Reads records and encodes them until there are `limit`, or as many as fit a page, but at least one.
 * @param read returns the next `count` records behind the last one, fewer at the end
 * @returns `last` is the last record of the page, if others follow it
 */
export async function takePage<R, E>(
  limit: number,
  read: (count: number, last: R | undefined) => Promise<R[]>,
  encode: (record: R) => E,
): Promise<{ page: E[]; last?: R | undefined }> {
  const page: E[] = [];
  let bytes = 0;
  let last: R | undefined;
  for (;;) {
    const count = Math.min(recordsAtOnce, limit + 1 - page.length);
    const records = await read(count, last);
    for (const record of records) {
      const encoded = encode(record);
      bytes += JSON.stringify(encoded).length;
      if (page.length === limit || (page.length > 0 && bytes > maxPageBytes)) return { page, last };
      page.push(encoded);
      last = record;
    }
    if (records.length < count) return { page };
  }
}

/** @throws {MeshError} OUT_OF_RANGE, naming the field, the value and the bound */
export function checkPageSize(field: string, size: number): void {
  if (size > maxPageSize) throw outOfRange(`${field} ${size} exceeds ${maxPageSize}`, field);
}

/** Run → token that stands for the page after it. */
export function encodeCursor({ startedAtMs, id }: RunCursor): string {
  return `${startedAtMs}.${id}`;
}

/**
 * Page token → the run before the page; undefined for the first page.
 * @throws {MeshError} INVALID_ARGUMENT if no response of ListRuns held it
 */
export function decodeCursor(token: string): RunCursor | undefined {
  if (token === '') return undefined;
  const [, startedAtMs, id] = /^(\d{1,15})\.([\w-]+)$/.exec(token) ?? [];
  if (!startedAtMs || !id)
    throw invalidArgument(`page_token ${JSON.stringify(token.slice(0, 40))} is not valid`, 'page_token');
  return { startedAtMs: Number(startedAtMs), id };
}
