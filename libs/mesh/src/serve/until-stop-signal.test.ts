import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const start = (program: string) => {
  const module = JSON.stringify(new URL('./until-stop-signal.ts', import.meta.url).href);
  const source = `import { untilStopSignal } from ${module}; ${program}`;
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

test('the first signal aborts, more of them change nothing, and the process ends by itself', async () => {
  const child = start(`
    const stop = untilStopSignal();
    const busy = setInterval(() => {}, 1_000);
    stop.addEventListener('abort', () => {
      console.log('stopping for', stop.reason);
      setTimeout(() => clearInterval(busy), 300);
    });
    console.log('ready');`);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (output.endsWith('ready\n')) child.kill('SIGINT');
    if (output.endsWith('SIGINT\n'))
      for (const name of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) child.kill(name);
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(output).toBe('ready\nstopping for SIGINT\n');
});

test('waiting for a signal does not keep a process alive', async () => {
  expect(await once(start('untilStopSignal();'), 'exit')).toEqual([0, null]);
});
