import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { read, readPackages, root } from './testing/workspace.ts';

const packages = readPackages();
const sources = packages.flatMap(({ sources: paths }) => paths);
const all = globSync('{apps,libs,tools}/*/{src,assembly}/**/*.ts', { cwd: root });
const lengthOf = (path: string): number => read(path).trimEnd().split('\n').length;

const verbs = { extractor: 'extract', transformer: 'transform', loader: 'load' } as const;

/** Packages that are tests and no tool. */
const onlyTests = ['tools/check', 'tools/compose', 'tools/e2e'];

/** What else may lie in the `src` of a service. Only the loader has rooms: it has runs, a store and several rpcs. */
const more: Readonly<Record<keyof typeof verbs, readonly string[]>> = {
  extractor: [],
  transformer: ['choose-algorithm.ts'],
  loader: ['block', 'rpc', 'run', 'store'],
};

test.each(Object.entries(verbs))(
  '%s has the five files of every service, and what differs is named',
  (app, verb) => {
    const five = ['main', 'config', 'service', verb, 'events'].map((name) => `${name}.ts`);
    const found = sources
      .filter((path) => path.startsWith(`apps/${app}/src/`))
      .map((path) => path.split('/')[3] ?? '');
    const expected = [...five, ...more[app as keyof typeof verbs]];
    expect([...new Set(found)].toSorted()).toEqual(expected.toSorted());
  },
);

test.each(Object.keys(verbs))('main.ts of %s only composes: at most 40 lines', (app) => {
  expect(lengthOf(`apps/${app}/src/main.ts`)).toBeLessThanOrEqual(40);
});

test.each(packages)('$directory is a package.json, a one-line tsconfig.json and sources', (found) => {
  const { directory, scripts } = found;
  expect(read(`${directory}/tsconfig.json`).trim().split('\n')).toHaveLength(1);
  expect(existsSync(join(root, directory, 'project.json'))).toBe(false);
  expect(found.sources.length > 0).toBe(!onlyTests.includes(directory));
  expect(scripts).toMatchObject({
    lint: 'oxlint --type-aware --deny-warnings',
    test: 'vitest run',
    typecheck: 'tsc',
  });
});

test('no folder holds more than 20 source files', () => {
  const folders = Object.groupBy(sources, (path) => dirname(path));
  const large = Object.entries(folders).filter(([, files = []]) => files.length > 20);
  expect(large.map(([folder, files = []]) => `${folder}: ${files.length}`)).toEqual([]);
});

test('half of the source files have at most 60 lines', () => {
  const lengths = sources.map(lengthOf).toSorted((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
});

test('no file is named for being shared', () => {
  expect(sources.filter((path) => /\/(utils?|helpers?|common|types)\.ts$/.test(path))).toEqual([]);
});

test.each([
  ['export *', /^export \*/m],
  ['an unfinished mark', /\b(?:TO[D]O|FIX[M]E)\b/],
  ['a test left out', /\b(?:it|test|describe)\.(?:only|todo)\b/],
  ['a constant in capitals', /\bconst [A-Z][A-Z\d_]*\b *[=:]/],
])('no source has %s', (_, pattern) => {
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((path) => pattern.test(read(path)))).toEqual([]);
});
