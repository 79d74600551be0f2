import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './testing/workspace.ts';

const manifest = (path: string): Record<string, Record<string, string> | undefined> =>
  JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, Record<string, string> | undefined>;

test('one copy of every OpenTelemetry package and of grpc-js is installed', () => {
  const { packages = {} } = manifest('package-lock.json');
  const names = Object.keys(packages)
    .map((path) => path.split('node_modules/').at(-1) ?? '')
    .filter((name) => name.startsWith('@opentelemetry/') || name === '@grpc/grpc-js');
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(['package.json', ...globSync('{apps,libs,tools}/*/package.json', { cwd: root })])(
  '%s pins every dependency exactly',
  (path) => {
    const { dependencies = {}, devDependencies = {} } = manifest(path);
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  },
);
