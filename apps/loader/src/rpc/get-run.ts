import type { BlockSummaryInput, GetRunRequest, GetRunResponseInput } from '@prime-mesh/contracts';
import type { BlockRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { encodeBlock, encodeRun } from './encode-run.ts';
import { findRun } from './find-run.ts';
import { checkPageSize, takePage } from './paging.ts';

/** GetRun: one run and, if asked for, some of its blocks. */
export async function getRun(
  store: Store,
  { runId, firstBlock, maxBlocks }: GetRunRequest,
): Promise<GetRunResponseInput> {
  checkPageSize('max_blocks', maxBlocks);
  const run = await findRun(store, runId);
  if (maxBlocks === 0) return { run: encodeRun(run) };
  const { page } = await takePage<BlockRecord, BlockSummaryInput>(
    maxBlocks,
    async (count, last) => store.listBlocks(runId, last ? last.index + 1 : Number(firstBlock), count),
    encodeBlock,
  );
  return { run: encodeRun(run), blocks: page };
}
