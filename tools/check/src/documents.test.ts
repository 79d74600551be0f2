import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { read, root } from './testing/workspace.ts';

const documents = globSync(['*.md', 'docs/**/*.md', 'tools/*/README.md'], { cwd: root });

test.each(documents)('every link in %s leads somewhere', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    ([, link = '']) => link,
  );
  expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
});

test.each(documents)('no line of a table in %s has more than 300 characters', (document) => {
  const wide = read(document)
    .split('\n')
    .filter((line) => line.startsWith('|') && line.length > 300);
  expect(wide.map((line) => `${line.length}: ${line.slice(0, 60)}`)).toEqual([]);
});
