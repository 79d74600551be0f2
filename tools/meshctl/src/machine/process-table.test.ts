import { afterEach, expect, test, vi } from 'vitest';
import { fromPs, listProcesses } from './process-table.ts';

afterEach(() => vi.unstubAllEnvs());

const own = () => fromPs().find(({ pid }) => pid === process.pid);

test('this process is in the table of ps, below its parent', () => {
  expect(own()).toMatchObject({ pid: process.pid, parent: process.ppid });
  expect(listProcesses().get(process.pid)).toMatchObject({ parent: process.ppid });
});

test.each([
  ['TZ', 'Asia/Tokyo'],
  ['LC_ALL', 'de_DE.UTF-8'],
  ['LC_TIME', 'fr_FR.UTF-8'],
])('under another %s the start of a process is written the same', (name, value) => {
  const before = own();
  vi.stubEnv(name, value);
  expect(own()).toEqual(before);
});
