import { invalidArgument, notFound } from '@prime-mesh/mesh';
import type { RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/**
 * The run of an id, as the store has it.
 * @throws {MeshError} INVALID_ARGUMENT without an id, NOT_FOUND for one that the store does not have
 */
export async function findRun(store: Store, id: string): Promise<RunRecord> {
  if (id === '') throw invalidArgument('run_id is required', 'run_id');
  const run = await store.findRun(id);
  if (!run) throw notFound(`run ${id} is not in the store`);
  return run;
}
