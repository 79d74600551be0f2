import { expect, test } from 'vitest';
import { run, start } from './start-process.ts';

const node = (code: string): string[] => ['node', '-e', code];

test('run returns code, both streams and the last line as an object', async () => {
  const code = `console.log('a'); console.error('b'); console.log('{"c":1}'); process.exitCode = 3`;
  expect(await run(node(code))).toEqual({
    code: 3,
    stdout: 'a\n{"c":1}\n',
    stderr: 'b\n',
    json: { c: 1 },
  });
});

test('a process gets its input, and its environment on top of that of this process', async () => {
  const code = `process.stdin.pipe(process.stdout); process.stdout.write(process.env.GIVEN + ' ' + process.env.PATH + ' ')`;
  const { stdout } = await run(node(code), {
    env: { GIVEN: 'x', PATH: undefined },
    input: 'typed',
  });
  expect(stdout).toBe('x undefined typed');
});

test('a text that is awaited may be written before or later', async () => {
  const process = start(node(`console.log('one'); setTimeout(() => console.error('two'), 50)`));
  await process.until('one');
  await process.until(/tw./);
  await process.until('one');
  expect((await process.ended).code).toBe(0);
});

test.each([
  ['ends', `console.log('said'); process.exit(1)`, /^the child ended before it wrote more:\nsaid/],
  [
    'goes on',
    `console.log('said'); setInterval(() => {}, 1000)`,
    /^the child has not written more after 500 ms:\n/,
  ],
])('until fails with the output of a process that %s', async (_, code, message) => {
  const child = start(node(code), { name: 'the child' });
  await expect(child.until('more', { withinMs: 500 })).rejects.toThrow(message);
  await child.stop('SIGKILL');
});

test('a process that takes too long is killed', async () => {
  const hung = run(node(`console.log('said'); setInterval(() => {}, 1000)`), { name: 'it', withinMs: 500 });
  await expect(hung).rejects.toThrow(/^it has not ended 500 ms from its start:\n/);
});

test('a program that is not installed is an error', async () => {
  await expect(run(['no-such-program'])).rejects.toThrow(/ENOENT/);
  await expect(start(['no-such-program']).until('x')).rejects.toThrow(/^no-such-program ended before/);
});
