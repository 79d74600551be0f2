import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { coresAllowed } from './cpu-limit.ts';

const machine = availableParallelism();

function files(contents: Record<string, string>): (path: string) => string {
  return (path) => {
    const text = contents[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  };
}

test.each([
  ['a container that sees its own group alone', '0::/\n', { '': '50000 100000' }, 0.5],
  ['a quota of a group above', '0::/a/b\n', { '/a': '25000 100000', '/a/b': 'max 100000' }, 0.25],
  ['the smallest of several quotas', '0::/a/b\n', { '/a': '75000 100000', '/a/b': '40000 100000' }, 0.4],
  ['no quota', '0::/a\n', { '/a': 'max 100000' }, machine],
  ['a quota beyond the machine', '0::/a\n', { '/a': '99999900000 100000' }, machine],
  ['control groups of version 1', '1:cpu:/x\n0::/\n', {}, machine],
  ['a file that makes no sense', '0::/\n', { '': 'lots' }, machine],
])('%s', (_, own, quotas: Record<string, string>, cores) => {
  const limits = Object.entries(quotas).map(([group, text]) => [`/sys/fs/cgroup${group}/cpu.max`, text]);
  const all = { '/proc/self/cgroup': own, ...(Object.fromEntries(limits) as Record<string, string>) };
  expect(coresAllowed(files(all))).toBe(cores);
});

test('without any of these files the limit is what Node counts', () => {
  expect(coresAllowed(files({}))).toBe(machine);
});
