import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { coresAllowed, threadsAllowed } from './cpu-limit.ts';

const machine = availableParallelism();
const root = '/sys/fs/cgroup';

test.each<[string, string, Record<string, string>, number]>([
  ['a container that sees its own group alone', '0::/\n', { 'cpu.max': '50000 100000\n' }, 0.5],
  [
    'a quota of a group above',
    '0::/a/b\n',
    { 'a/cpu.max': '25000 100000', 'a/b/cpu.max': 'max 100000' },
    0.25,
  ],
  ['the least of several', '0::/a/b\n', { 'a/cpu.max': '75000 100000', 'a/b/cpu.max': '40000 100000' }, 0.4],
  ['no quota', '0::/a\n', { 'a/cpu.max': 'max 100000' }, machine],
  ['a quota beyond the machine', '0::/a\n', { 'a/cpu.max': '99999900000 100000' }, machine],
  [
    // As Docker with version 1 shows it: the path of the group outside, its files at the root.
    'a container with control groups of version 1',
    '2:cpuacct:/docker/ce\n1:cpu:/docker/ce\n0::/docker/ce\n',
    { 'cpu/cpu.cfs_quota_us': '50000\n', 'cpu/cpu.cfs_period_us': '100000\n' },
    0.5,
  ],
  [
    'version 1 without a quota, with two controllers in one',
    '3:cpu,cpuacct:/x\n',
    { 'cpu/x/cpu.cfs_quota_us': '-1\n', 'cpu/x/cpu.cfs_period_us': '100000\n' },
    machine,
  ],
  ['a file that makes no sense', '0::/\n', { 'cpu.max': 'lots' }, machine],
  ['none of these files', '', {}, machine],
])('%s', (_, groups, files, cores) => {
  const read = (path: string): string => {
    const text = path === '/proc/self/cgroup' ? groups : files[path.slice(root.length + 1)];
    if (!text) throw new Error(`ENOENT: ${path}`);
    return text;
  };
  expect(coresAllowed(read)).toBe(cores);
});

test.each([
  [0.5, 1],
  [1, 1],
  [1.9, 1],
  [16, 16],
])('%d cores are for %i threads', (cores, threads) => {
  expect(threadsAllowed(cores)).toBe(threads);
});
