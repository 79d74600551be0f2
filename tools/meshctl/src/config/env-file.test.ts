import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addEnvFile } from './env-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'meshctl-env-'));

/** A folder with this .env, if any, and what an environment becomes by it. */
function added(environment: Record<string, string>, content?: string): NodeJS.ProcessEnv {
  const checkout = mkdtempSync(join(directory, 'checkout-'));
  if (content !== undefined) writeFileSync(join(checkout, '.env'), content);
  const result: NodeJS.ProcessEnv = { ...environment };
  addEnvFile(result, checkout);
  return result;
}

test('the .env of the checkout is read, with comments and quotes', () => {
  const content = '# ports\nLOADER_PORT=50063 # moved\nexport A="x # y"\n\nB=\n';
  expect(added({}, content)).toEqual({ LOADER_PORT: '50063', A: 'x # y', B: '' });
});

test('what the environment has wins, even if it is empty', () => {
  expect(added({ A: '1', B: '' }, 'A=2\nB=2\nC=2\n')).toEqual({ A: '1', B: '', C: '2' });
});

test('a checkout without .env changes nothing', () => {
  expect(added({ A: '1' })).toEqual({ A: '1' });
});

test('MESHCTL_ENV_FILE names another file, which must be there', () => {
  const other = join(directory, 'other.env');
  writeFileSync(other, 'A=3\n');
  expect(added({ MESHCTL_ENV_FILE: other }, 'A=2\n')).toMatchObject({ A: '3' });
  expect(() => added({ MESHCTL_ENV_FILE: join(directory, 'none') })).toThrow('none must be a file of lines');
});

test('a .env that is a folder is named', () => {
  mkdirSync(join(directory, 'folder', '.env'), { recursive: true });
  expect(() => addEnvFile({}, join(directory, 'folder'))).toThrow(/folder\/\.env must be a file .*EISDIR/);
});
