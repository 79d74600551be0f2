import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readPackages, root } from './workspace.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const packages = readPackages();
const sources = packages.flatMap(({ sources: paths }) => paths);
const all = globSync('{apps,libs,tools}/*/{src,assembly}/**/*.ts', { cwd: root });
const documents = globSync(['*.md', 'docs/**/*.md', 'tools/*/README.md'], { cwd: root });

const verbs = { extractor: 'extract', transformer: 'transform', loader: 'load' } as const;

test.each(Object.entries(verbs))('%s has the five files of every service', (app, verb) => {
  const expected = ['main', 'config', 'service', verb, 'events'].map((name) => `apps/${app}/src/${name}.ts`);
  expect(expected.filter((path) => !sources.includes(path))).toEqual([]);
});

test.each(Object.keys(verbs))('main.ts of %s only composes: at most 40 lines', (app) => {
  expect(read(`apps/${app}/src/main.ts`).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
});

test('a package is a package.json, a one-line tsconfig.json and sources', () => {
  for (const { directory } of packages) {
    expect(read(`${directory}/tsconfig.json`).trim().split('\n'), directory).toHaveLength(1);
    expect(existsSync(join(root, directory, 'project.json')), directory).toBe(false);
  }
});

test('no file is named for being shared', () => {
  expect(sources.filter((path) => /\/(utils?|helpers?|common|types)\.ts$/.test(path))).toEqual([]);
});

test.each([
  ['export *', /^export \*/m],
  ['an unfinished mark', /\b(?:TO[D]O|FIX[M]E)\b/],
  ['a test left out', /\b(?:it|test|describe)\.(?:only|todo)\b/],
])('no source has %s', (_, pattern) => {
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((path) => pattern.test(read(path)))).toEqual([]);
});

test.each(documents)('every link in %s leads somewhere', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    ([, link = '']) => link,
  );
  expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
});
