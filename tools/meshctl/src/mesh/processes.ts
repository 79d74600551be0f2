import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process, told from a later one that got the same number. */
export interface ProcessId {
  readonly pid: number;
  /** When it started, in the words of the system. */
  readonly started: string;
}

interface ProcessEntry extends ProcessId {
  readonly parent: number;
}

/** Between two looks at the process table, ms. */
const betweenLooksMs = 50;

/** Names a process that runs now; undefined if there is none. */
export function identifyProcess(pid: number): ProcessId | undefined {
  const entry = listProcesses().get(pid);
  return entry && { pid, started: entry.started };
}

/** Whether it still runs. */
export function isRunning({ pid, started }: ProcessId): boolean {
  return listProcesses().get(pid)?.started === started;
}

/** The process and everything it started, directly or not, children first. */
export function processTree({ pid, started }: ProcessId): ProcessId[] {
  const all = listProcesses();
  if (all.get(pid)?.started !== started) return [];
  const children = Map.groupBy(all.values(), ({ parent }) => parent);
  const below = (parent: number): ProcessEntry[] =>
    (children.get(parent) ?? []).flatMap((child) => [...below(child.pid), child]);
  return [...below(pid), { pid, started }];
}

/** Sends a signal to those that still run. */
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

/** Waits until all have ended. @returns those that still run after `budgetMs`. */
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
export function commandOf({ pid }: ProcessId): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return ''; // ended while we looked
  }
}

function listProcesses(): Map<number, ProcessEntry> {
  const entries = process.platform === 'linux' ? fromProc() : fromPs();
  return new Map(entries.map((entry) => [entry.pid, entry]));
}

/** Slim images have no ps. */
function fromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        // The command, in parentheses, may hold spaces; after it come state, parent, … and as the 20th the start.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const [state, parent] = fields;
        if (state === 'Z') return []; // ended, only not yet waited for
        return [{ pid: Number(name), parent: Number(parent), started: fields[19] ?? '' }];
      } catch {
        return []; // ended while we looked
      }
    });
}

function fromPs(): ProcessEntry[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, started] = /^\s*(\d+)\s+(\d+)\s+(.+?)\s*$/.exec(line) ?? [];
    return started === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), started }];
  });
}
