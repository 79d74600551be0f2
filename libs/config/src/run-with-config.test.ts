import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const run = (env: Record<string, string>) =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module-typescript',
      '--eval',
      `import { EnvReader, runWithConfig } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
       const env = new EnvReader(process.env);
       await runWithConfig(
         () => env.done({ n: env.int('N', { min: 1, max: 2 }), m: env.int('M', { default: 0, min: 0, max: 9 }) }),
         async ({ n }) => void process.stdout.write('ran ' + n),
       );`,
    ],
    { env, encoding: 'utf8' },
  );

test('a good environment reaches main', () => {
  expect(run({ N: '2' })).toMatchObject({ status: 0, stdout: 'ran 2', stderr: '' });
});

const recordsOf = (lines: string): unknown[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
const problem = (event: string, message: string): object => ({
  time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
  level: 'error',
  scope: 'config',
  event,
  message,
});

test('every problem of a bad environment is one JSON line on standard error, and the exit code is 2', () => {
  const ended = run({ N: '3', M: '-1' });
  expect(ended).toMatchObject({ status: 2, stdout: '' });
  expect(recordsOf(ended.stderr)).toEqual([
    problem('environment.invalid', 'N="3" must be an integer in [1, 2]'),
    problem('environment.invalid', 'M="-1" must be an integer in [0, 9]'),
  ]);
});

test('a supervisor chooses the exit code', () => {
  expect(run({ N: '3', CONFIG_ERROR_EXIT_CODE: '0' })).toMatchObject({ status: 0, stdout: '' });
});

test('a CPU that cannot run the program is one line on standard error, too', () => {
  const code = `
    import { runWithConfig } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const error = Object.assign(new Error('this CPU is old'), { name: 'UnsupportedCpuError' });
    await runWithConfig(() => ({}), async () => { throw error; });`;
  const args = ['--input-type=module-typescript', '--eval', code];
  const ended = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 2, stdout: '' });
  expect(recordsOf(ended.stderr)).toEqual([problem('machine.unsupported', 'this CPU is old')]);
});
