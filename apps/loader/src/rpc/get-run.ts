import type { GetRunRequest, GetRunResponseInput } from '@prime-mesh/contracts';
import type { Store } from '../store/store.ts';
import { encodeBlock, encodeRun } from './encode-run.ts';
import { findRun } from './find-run.ts';
import { checkPageSize } from './paging.ts';

/** GetRun: one run and, if asked for, some of its blocks. */
export async function getRun(
  store: Store,
  { runId, firstBlock, maxBlocks }: GetRunRequest,
): Promise<GetRunResponseInput> {
  checkPageSize('max_blocks', maxBlocks);
  const run = await findRun(store, runId);
  const blocks = maxBlocks === 0 ? [] : await store.listBlocks(runId, Number(firstBlock), maxBlocks);
  return { run: encodeRun(run), blocks: blocks.map(encodeBlock) };
}
