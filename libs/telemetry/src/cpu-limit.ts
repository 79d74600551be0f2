import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { instrument } from './instrument.ts';
import { names } from './names.ts';

/** Where the kernel shows control groups of version 2. */
const CGROUP_ROOT = '/sys/fs/cgroup';

/**
 * Cores that this process may use at once: what its control group and those above it allow, down to parts of a core, or
 * else what Node counts, which knows the affinity mask and control groups of version 1.
 * @param read answers the text of a file, throws where there is none
 */
export function coresAllowed(read: (path: string) => string = readText): number {
  return Math.min(availableParallelism(), ...groupPaths(read).map((path) => quotaOf(path, read)));
}

/** Reports the limit from now on: a container may be given more or less while it runs. */
export function observeCpuLimit(): void {
  instrument(names.metrics.cpuLimit).addCallback((result) => result.observe(coresAllowed()));
}

/** The group of this process and those above it; in a container that sees its own group alone, the root. */
function groupPaths(read: (path: string) => string): string[] {
  const own = /^0::\/(.*)$/m.exec(textOrNone('/proc/self/cgroup', read))?.[1] ?? '';
  const parts = own.split('/').filter(Boolean);
  return [...parts.keys(), parts.length].map((length) =>
    [CGROUP_ROOT, ...parts.slice(0, length), 'cpu.max'].join('/'),
  );
}

/** `cpu.max` holds quota and period in microseconds, `max` for no quota. @see docs.kernel.org, cgroup-v2 */
function quotaOf(path: string, read: (path: string) => string): number {
  const [, quota, period] = /^(\d+) (\d+)/.exec(textOrNone(path, read)) ?? [];
  return quota === undefined || period === undefined ? Infinity : Number(quota) / Number(period);
}

function textOrNone(path: string, read: (path: string) => string): string {
  try {
    return read(path);
  } catch {
    return ''; // no Linux, no control groups, or the root group, which has no limits
  }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
