import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const start = (program: string) => {
  const module = JSON.stringify(new URL('./until-stop-signal.ts', import.meta.url).href);
  const source = `import { untilStopSignal } from ${module}; ${program}`;
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

test('the first signal aborts, more of them change nothing, and the process ends by itself', async () => {
  const child = start(`
    const stop = untilStopSignal();
    const busy = setInterval(() => {}, 1_000);
    stop.addEventListener('abort', () => console.log('stopping for', stop.reason));
    let heard = 0;
    for (const name of ['SIGINT', 'SIGTERM'])
      process.on(name, () => {
        heard += 1;
        console.log('heard', name);
        if (heard === 4) clearInterval(busy);
      });
    console.log('ready');`);
  const signals = ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const;
  const lines: string[] = [];
  const exited = once(child, 'exit');
  // Each is sent when the one before was heard: two that are alike and on their way become one.
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const next = signals[lines.filter((each) => each.startsWith('heard')).length];
    if (next !== undefined && !line.startsWith('stopping')) child.kill(next);
  }
  expect(await exited).toEqual([0, null]);
  const heard = signals.map((name) => `heard ${name}`);
  expect(lines).toEqual(['ready', 'stopping for SIGINT', ...heard]);
});

test.each([
  ['', 4_800],
  ['200', 3_500],
])(
  'a process with the drain budget "%s" that does not end is ended after %i ms, and says what it was busy with',
  async (budget, ms) => {
    const child = start(`
    untilStopSignal(${budget});
    setInterval(() => {}, 1_000);
    console.log('ready');`);
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await once(child, 'exit')).toEqual([1, null]);
    const { message } = JSON.parse(said) as { message: string };
    expect(message).toMatch(new RegExp(`^still busy ${ms} ms after SIGTERM: .*Timeout`));
  },
);

test('waiting for a signal does not keep a process alive', async () => {
  expect(await once(start('untilStopSignal();'), 'exit')).toEqual([0, null]);
});
