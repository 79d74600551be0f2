import { start, until } from '@prime-mesh/harness';
import { expect, test } from 'vitest';
import type { ProcessId } from '../machine/process-table.ts';
import { commandOf, identifyProcess, processTree, signalProcesses } from '../machine/processes.ts';
import { untilServiceEnds, untilServicesRun } from './watch-services.ts';

test('a service that ends is named, while its parent and the other service run on', async () => {
  // Each service ends when its standard input does, and so with the parent.
  const code = `
    for (const service of ['extractor', 'loader'])
      require('node:child_process').spawn(
        process.execPath,
        ['-e', 'process.stdin.resume(); console.log("up " + process.argv[1])', 'apps/' + service + '/src/main.ts'],
        { stdio: ['pipe', 'inherit', 'inherit'] });`;
  const stop = new AbortController();
  const parent = start(['node', '-e', code], { name: 'the parent' });
  try {
    await parent.until(/up apps\/extractor[^]*up apps\/loader|up apps\/loader[^]*up apps\/extractor/);
    const nx = identifyProcess(parent.child.pid ?? -1);
    if (nx === undefined) throw new Error('the parent did not start');
    let ended: string | undefined;
    void untilServiceEnds(nx, ['extractor', 'loader'], stop.signal).then(
      (service) => (ended = service),
      () => {}, // the test is over
    );
    const isLoader = (one: ProcessId): boolean => commandOf(one).includes('apps/loader/');
    signalProcesses(processTree(nx).filter(isLoader), 'SIGKILL');
    expect(await until('the end of a service is seen', () => ended)).toBe('loader');
    expect(processTree(nx)).toHaveLength(2);
  } finally {
    stop.abort();
    await parent.stop('SIGKILL');
  }
});

test('while Nx still builds, no service runs yet', async () => {
  const code = `
    process.stdin.once('data', () => {
      for (const service of ['extractor', 'loader'])
        require('node:child_process').spawn(
          process.execPath,
          ['-e', 'process.stdin.resume()', 'apps/' + service + '/src/main.ts'],
          { stdio: ['pipe', 'inherit', 'inherit'] });
    });
    console.log('building');`;
  const stop = new AbortController();
  const parent = start(['node', '-e', code], { name: 'the parent', input: 'open' });
  try {
    await parent.until('building');
    const nx = identifyProcess(parent.child.pid ?? -1);
    if (nx === undefined) throw new Error('the parent did not start');
    let isRunning = false;
    const running = untilServicesRun(nx, ['extractor', 'loader'], stop.signal).then(() => (isRunning = true));
    expect(isRunning).toBe(false);
    parent.child.stdin.write('built');
    await running;
    expect(processTree(nx)).toHaveLength(3);
  } finally {
    stop.abort();
    await parent.stop('SIGKILL');
  }
});
