import { run } from '@prime-mesh/harness';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./meshctl.js', import.meta.url));

/** Sets the version that the program sees, before it is loaded. */
const pretend = (version: string): string => {
  const code = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
};

test.each(['20.20.2', '23.11.0'])('Node %s is told which one is needed, in one line', async (version) => {
  const { code, stdout, stderr } = await run(['node', '--import', pretend(version), program, 'runs']);
  expect(stderr).toMatch(/^meshctl needs Node 24 or newer, and this is v\S+ at \S+: .*"npm ci" .*\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('this Node runs the command line', async () => {
  expect(await run(['node', program, '--version'])).toMatchObject({ code: 0, stderr: '' });
});

// What a machine has, where it has one: most do not.
test.skipIf(!existsSync('/usr/bin/node'))('the Node of this machine runs it or says why not', async () => {
  const { stderr } = await run(['/usr/bin/node', program, '--version']);
  expect(stderr === '' || /^meshctl needs Node 24 or newer.*\n$/.test(stderr)).toBe(true);
});
