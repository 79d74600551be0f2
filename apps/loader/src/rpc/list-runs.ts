import {
  defaultPageSize,
  type ListRunsRequest,
  type ListRunsResponseInput,
  type RunInput,
} from '@prime-mesh/contracts';
import type { RunSummary } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { encodeRunSummary } from './encode-run.ts';
import { checkPageSize, decodeCursor, encodeCursor, takePage } from './paging.ts';

/** ListRuns: runs without what they found, page by page, the newest first. */
export async function listRuns(
  store: Store,
  { pageSize, pageToken }: ListRunsRequest,
): Promise<ListRunsResponseInput> {
  checkPageSize('page_size', pageSize);
  const limit = pageSize || defaultPageSize;
  const start = decodeCursor(pageToken);
  const { page, last } = await takePage<RunSummary, RunInput>(
    limit,
    async (count, after) => store.listRuns(count, after ?? start),
    encodeRunSummary,
  );
  return { runs: page, nextPageToken: last ? encodeCursor(last) : '' };
}
