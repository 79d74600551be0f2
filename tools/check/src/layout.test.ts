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

/** Folders of the loader alone: it is the one service with runs, a store and several rpcs. */
const loaderRooms = ['block', 'rpc', 'run', 'store'];

test.each(Object.entries(verbs))('%s has the five files of every service', (app, verb) => {
  const expected = ['main', 'config', 'service', verb, 'events'].map((name) => `apps/${app}/src/${name}.ts`);
  expect(expected.filter((path) => !sources.includes(path))).toEqual([]);
});

test('a service has no folders but the rooms of the loader', () => {
  const folders = sources
    .filter((path) => path.startsWith('apps/'))
    .map((path) => dirname(path))
    .filter((path) => !path.endsWith('/src'));
  expect([...new Set(folders)].toSorted()).toEqual(loaderRooms.map((room) => `apps/loader/src/${room}`));
});

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
  ['a constant in capitals', /^(?:export )?const [A-Z][A-Z\d]*_[A-Z\d_]+\b/m],
])('no source has %s', (_, pattern) => {
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((path) => pattern.test(read(path)))).toEqual([]);
});
