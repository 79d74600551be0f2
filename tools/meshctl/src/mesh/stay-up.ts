import { once } from 'node:events';
import type { RunningMesh } from './start-mesh.ts';

interface StayOptions {
  readonly mesh: RunningMesh;
  readonly stop: AbortSignal;
  /** Disposed of at the end; the mesh is part of it. */
  readonly kept: AsyncDisposableStack;
  readonly note: (text: string) => void;
}

/** Waits for Ctrl-C, then stops everything. Rejects if a part of the mesh ends before that. */
export async function stayUp({ mesh, stop, kept, note }: StayOptions): Promise<void> {
  await using _everything = kept;
  if (!stop.aborted) await Promise.race([once(stop, 'abort'), mesh.broken]);
  note('stopping …');
}
