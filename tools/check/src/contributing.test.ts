import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { read, root } from './testing/workspace.ts';

const document = read('docs/contributing.md');
const [, ...sections] = document.split(/^### /m).map((section) => section.split(/^## /m)[0] ?? '');

interface Recipe {
  readonly title: string;
  /** Files to touch, below the root; NAME and NNN stand in those that are new. */
  readonly files: readonly string[];
}

/** The first link of each numbered step, or else its first path in backquotes. */
const recipes = sections.map((section): Recipe => {
  const steps = section.split('\n').filter((line) => /^\d\. /.test(line));
  const files = steps.map((step) => {
    const link = /\]\(([^)#]+)\)/.exec(step)?.[1];
    return link ? join('docs', link) : (/`([^`]+\/[^`]+\.ts)`/.exec(step)?.[1] ?? step);
  });
  return { title: section.split('\n')[0] ?? '', files };
});

test('five changes are described', () => {
  expect(recipes.map(({ title }) => title)).toEqual([
    'A baggage key',
    'A retry policy for one method',
    'A panel',
    'One more fact per block',
    'A command',
  ]);
});

test.each(recipes)('$title touches at most six files', ({ files }) => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.length).toBeLessThanOrEqual(6);
});

test.each(recipes)('every file of $title is there, or its directory', ({ files }) => {
  const missing = files.filter((file) => {
    const isNew = /NAME|NNN/.test(file);
    return !existsSync(join(root, isNew ? dirname(file) : file));
  });
  expect(missing).toEqual([]);
});
