import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { instrument } from '../record/instrument.ts';
import { names } from '../names/names.ts';

type ReadText = (path: string) => string;

/**
 * Cores that this process may use at once, which may be a part of one: the least that its control groups allow, of
 * either version, and that Node counts by the affinity mask.
 * @param read returns the text of a file, and throws where there is none
 */
export function coresAllowed(read: ReadText = (path) => readFileSync(path, 'utf8')): number {
  const textOf = (path: string): string => {
    try {
      return read(path);
    } catch {
      return ''; // no Linux, no control groups of this version, or a root group, which has no limits
    }
  };
  const groups = textOf('/proc/self/cgroup');
  return Math.min(
    availableParallelism(),
    ...directories('/sys/fs/cgroup', /^0::\/(.*)$/m.exec(groups)?.[1]).map((directory) =>
      coresOf(textOf(`${directory}/cpu.max`)),
    ),
    ...directories('/sys/fs/cgroup/cpu', /^\d+:(?:[\w,]*,)?cpu(?:,[\w,]*)?:\/(.*)$/m.exec(groups)?.[1]).map(
      (directory) =>
        coresOf(`${textOf(`${directory}/cpu.cfs_quota_us`)} ${textOf(`${directory}/cpu.cfs_period_us`)}`),
    ),
  );
}

/** Worker threads that have a core each: as many as whole cores are allowed, and at least one. */
export function threadsAllowed(cores = coresAllowed()): number {
  return Math.max(1, Math.floor(cores));
}

/** Reports the limit from now on. It is read each time, because it may change while the container runs. */
export function observeCpuLimit(): void {
  instrument(names.metrics.cpuLimit).addCallback((result) => result.observe(coresAllowed()));
}

/** The directories of a group and of those above it. A container sees its own group as the root. */
function directories(root: string, group = ''): string[] {
  const parts = group.split('/').filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, depth) => [root, ...parts.slice(0, depth)].join('/'));
}

/**
 * The cores of a text that holds quota and period in microseconds. Without a quota the first is `max` or −1.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
function coresOf(text: string): number {
  const [, quota, period] = /^(\d+)\s+(\d+)/.exec(text) ?? [];
  return quota === undefined || period === undefined ? Infinity : Number(quota) / Number(period);
}
