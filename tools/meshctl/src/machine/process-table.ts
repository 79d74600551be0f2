import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process. The start time tells it from a later process with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** When it started, as the system writes it. */
  readonly started: string;
}

/** A process and the one that started it. */
export interface ProcessEntry extends ProcessId {
  readonly parent: number;
}

/** All processes that run now, by their numbers. */
export function listProcesses(): Map<number, ProcessEntry> {
  const entries = process.platform === 'linux' ? fromProc() : fromPs();
  return new Map(entries.map((entry) => [entry.pid, entry]));
}

/** Reads /proc: slim images have no ps. */
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

/** Asks ps, in one language and one time zone: two shells have to read the same start of a process. */
export function fromPs(): ProcessEntry[] {
  const ps = ['LC_ALL=C', 'TZ=UTC', 'ps', '-A', '-o', 'pid=,ppid=,lstart='];
  const lines = execFileSync('env', ps, { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, started] = /^\s*(\d+)\s+(\d+)\s+(.+?)\s*$/.exec(line) ?? [];
    return started === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), started }];
  });
}
