import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { identifyProcess } from './processes.ts';
import { untilServiceEnds } from './watch-services.ts';

test('a service that ends is named, while its parent and the other service run on', async () => {
  const code = `
    const start = (service, ms) => require('node:child_process').spawn(
      process.execPath, ['-e', 'setTimeout(() => {}, ' + ms + ')', 'apps/' + service + '/src/main.ts']);
    start('extractor', 60_000);
    start('loader', 4_000);`;
  const parent = spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' });
  const nx = identifyProcess(parent.pid ?? -1);
  if (nx === undefined) throw new Error('the parent did not start');
  try {
    expect(await untilServiceEnds(nx, ['extractor', 'loader'], AbortSignal.timeout(30_000))).toBe('loader');
  } finally {
    process.kill(-nx.pid, 'SIGKILL'); // its whole group
  }
});
