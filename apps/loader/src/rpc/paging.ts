import { maxPageSize } from '@prime-mesh/contracts';
import { invalidArgument, outOfRange } from '@prime-mesh/mesh';
import type { RunCursor } from '../store/store.ts';

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
