import type { MeshState } from './mesh-state.ts';
import type { ProcessId } from '../machine/process-table.ts';
import { isRunning, processTree, signalProcesses, untilEnded } from '../machine/processes.ts';

/** Time for the services to drain and to send their telemetry, ms. With the backend's share it stays below 5 s. */
const servicesBudgetMs = 3_800;
/** Time for the backend after them, ms. */
const backendBudgetMs = 600;
/** Time for the meshctl that owns the mesh, ms: both shares and its own work. */
const ownerBudgetMs = 6_000;

/**
 * Stops a mesh. The services stop first, so that the backend still receives what they send at the end. What does not
 * end in time is killed; nothing stays behind.
 * @returns the processes that had to be killed
 */
export async function stopMesh({ nx, devtools }: MeshState): Promise<readonly ProcessId[]> {
  const killed = await stopTree(nx, servicesBudgetMs);
  return devtools ? [...killed, ...(await stopTree(devtools, backendBudgetMs))] : killed;
}

/** Stops a mesh that another meshctl may own: that process is asked first. */
export async function stopForeignMesh(state: MeshState): Promise<readonly ProcessId[]> {
  const { owner } = state;
  if (owner && owner.pid !== process.pid && isRunning(owner)) {
    signalProcesses([owner], 'SIGTERM');
    await untilEnded([owner], ownerBudgetMs);
  }
  return stopMesh(state);
}

async function stopTree(root: ProcessId, budgetMs: number): Promise<ProcessId[]> {
  const tree = processTree(root);
  signalProcesses([root], 'SIGTERM'); // Nx passes it on to every service
  const left = await untilEnded(tree, budgetMs);
  signalProcesses(left, 'SIGKILL');
  return left;
}
