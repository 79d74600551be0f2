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
         () => env.done({ n: env.int('N', { min: 1, max: 2 }) }),
         async ({ n }) => void process.stdout.write('ran ' + n),
       );`,
    ],
    { env, encoding: 'utf8' },
  );

test('a good environment reaches main', () => {
  expect(run({ N: '2' })).toMatchObject({ status: 0, stdout: 'ran 2', stderr: '' });
});

test('a bad environment is one message on standard error and exit code 2', () => {
  const stderr = 'invalid environment:\n  N="3" must be an integer in [1, 2]\n';
  expect(run({ N: '3' })).toMatchObject({ status: 2, stdout: '', stderr });
  expect(run({ N: '3', CONFIG_ERROR_EXIT_CODE: '0' })).toMatchObject({ status: 0, stdout: '', stderr });
});

test('a CPU that cannot run the program is one line on standard error, too', () => {
  const code = `
    import { runWithConfig } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const error = Object.assign(new Error('this CPU is old'), { name: 'UnsupportedCpuError' });
    await runWithConfig(() => ({}), async () => { throw error; });`;
  const args = ['--input-type=module-typescript', '--eval', code];
  const ended = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 2, stdout: '', stderr: 'this CPU is old\n' });
});
