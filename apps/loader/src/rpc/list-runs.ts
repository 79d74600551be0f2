import { defaultPageSize, type ListRunsRequest, type ListRunsResponseInput } from '@prime-mesh/contracts';
import type { Store } from '../store/store.ts';
import { encodeRun } from './encode-run.ts';
import { checkPageSize, decodeCursor, encodeCursor } from './paging.ts';

/** ListRuns: runs page by page, the newest first. */
export async function listRuns(
  store: Store,
  { pageSize, pageToken }: ListRunsRequest,
): Promise<ListRunsResponseInput> {
  checkPageSize('page_size', pageSize);
  const limit = pageSize || defaultPageSize;
  const runs = await store.listRuns(limit + 1, decodeCursor(pageToken));
  const page = runs.slice(0, limit);
  const last = page.at(-1);
  const hasMore = runs.length > limit;
  return { runs: page.map(encodeRun), nextPageToken: hasMore && last ? encodeCursor(last) : '' };
}
