import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { instrument } from '../record/instrument.ts';
import { names } from '../names/names.ts';

type ReadText = (path: string) => string;

/**
 * Cores that this process may use at once, down to parts of a core: the least of what its control groups allow, of
 * either version, and of what Node counts, which looks at the affinity mask.
 * @param read answers the text of a file, throws where there is none
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

/** Reports the limit from now on: a container may be given more or less while it runs. */
export function observeCpuLimit(): void {
  instrument(names.metrics.cpuLimit).addCallback((result) => result.observe(coresAllowed()));
}

/** A group and those above it. A container sees its own group in the place of the root. */
function directories(root: string, group = ''): string[] {
  const parts = group.split('/').filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, depth) => [root, ...parts.slice(0, depth)].join('/'));
}

/** Quota and period in microseconds; without a quota the first is `max` or −1. @see docs.kernel.org, cgroup-v2. */
function coresOf(text: string): number {
  const [, quota, period] = /^(\d+)\s+(\d+)/.exec(text) ?? [];
  return quota === undefined || period === undefined ? Infinity : Number(quota) / Number(period);
}
