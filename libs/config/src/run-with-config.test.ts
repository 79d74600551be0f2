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
});
