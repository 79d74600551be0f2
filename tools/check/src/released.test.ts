import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './testing/workspace.ts';

/** Every released image of the protos, oldest first, with its SHA-256: it is made once and stays. docs/contributing.md */
const released = {
  'v0.1.0.binpb': '9a17caea596b535c9c54d69bbcf3933ea64b5a65ae473261a8cd1d43ccec32b0',
} as const;
const newest = Object.keys(released).at(-1);

const directory = join(root, 'protos/released');
const hash = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(directory, name)))
    .digest('hex');

/** What `buf breaking` says of the protos when `change` has been made to one of them. */
function compare(change: (text: string) => string): { code: number | null; output: string } {
  const copy = mkdtempSync(join(tmpdir(), 'prime-mesh-protos-'));
  try {
    for (const name of ['buf.yaml', 'protos'])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    const proto = join(copy, 'protos/primemesh/v1/extractor.proto');
    writeFileSync(proto, change(readFileSync(proto, 'utf8')));
    const args = ['breaking', '--against', join(directory, newest ?? '')];
    const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/buf'), args, { cwd: copy });
    return { code: status, output: `${String(stdout)}${String(stderr)}` };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test('a released image is never written again', () => {
  const found = Object.fromEntries(readdirSync(directory).map((name) => [name, hash(name)]));
  expect(found).toEqual(released);
});

test('npm run check compares the protos with the newest release', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { check: string };
  };
  expect(scripts.check).toContain(`buf breaking --against protos/released/${newest} `);
});

test('the protos can be read by whoever speaks the newest release', () => {
  expect(compare((text) => text)).toEqual({ code: 0, output: '' });
});

test('a field that is gone is found', () => {
  const { code, output } = compare((text) => text.replace(/^ {2}Usage usage = 3;\n/m, ''));
  expect(output).toContain('Previously present field "3"');
  expect(code).not.toBe(0);
});
