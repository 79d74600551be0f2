import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { listProcesses, type ProcessEntry, type ProcessId } from './process-table.ts';

/** Between two looks at the process table, ms. */
const betweenLooksMs = 50;

/** Identifies a process that runs now; undefined if there is none. */
export function identifyProcess(pid: number): ProcessId | undefined {
  const entry = listProcesses().get(pid);
  return entry && { pid, started: entry.started };
}

/** Whether it still runs. */
export function isRunning({ pid, started }: ProcessId): boolean {
  return listProcesses().get(pid)?.started === started;
}

/** The process and all its descendants, children first; empty if it has ended. */
export function processTree({ pid, started }: ProcessId): ProcessId[] {
  const all = listProcesses();
  if (all.get(pid)?.started !== started) return [];
  const children = Map.groupBy(all.values(), ({ parent }) => parent);
  const below = (parent: number): ProcessEntry[] =>
    (children.get(parent) ?? []).flatMap((child) => [...below(child.pid), child]);
  return [...below(pid), { pid, started }];
}

/** Sends a signal to those processes that still run. */
export function signalProcesses(processes: readonly ProcessId[], signal: NodeJS.Signals): void {
  for (const { pid } of processes.filter(isRunning)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It may have ended since we looked.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/**
 * Waits until all have ended.
 * @returns those that still run after `budgetMs`
 */
export async function untilEnded(processes: readonly ProcessId[], budgetMs: number): Promise<ProcessId[]> {
  const end = performance.now() + budgetMs;
  for (;;) {
    const all = listProcesses();
    const running = processes.filter(({ pid, started }) => all.get(pid)?.started === started);
    if (running.length === 0 || performance.now() > end) return running;
    await delay(betweenLooksMs);
  }
}

/** The command line a process was started with; empty if it has ended. */
export function commandOf({ pid }: Pick<ProcessId, 'pid'>): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return ''; // ended while we looked
  }
}
