import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { assertCpu } from './assert-cpu.ts';
import { compileKernel } from './kernel-module.ts';

test('this CPU is one that runs the kernel', () => {
  assertCpu();
  compileKernel();
});

test.skipIf(process.arch !== 'x64')('without SSE4.1 the reason is said, not that nothing is built', () => {
  const code = `
    import { compileKernel } from ${JSON.stringify(new URL('./kernel-module.ts', import.meta.url).href)};
    try { compileKernel(); } catch (error) { console.log(error.name + ': ' + error.message); }`;
  const args = ['--no-enable-sse4-1', '--input-type=module-typescript', '--eval', code];
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toBe(
    'UnsupportedCpuError: this CPU cannot run the kernel: it lacks SIMD of WebAssembly, which on x86-64 is SSE4.1 (2008)\n',
  );
});
