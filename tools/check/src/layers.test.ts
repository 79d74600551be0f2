import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importedPackages, type Package, readPackages, root } from './workspace.ts';

/** What a library may build on. Apps may use every library, tools everything but apps; an app never uses an app. */
const libraryLayers: Readonly<Record<string, readonly string[]>> = {
  config: [],
  contracts: [],
  primes: [],
  telemetry: [],
  mesh: ['telemetry', 'contracts'],
};
const libraries = Object.keys(libraryLayers);

const packages = readPackages();

function mayUse({ directory, name }: Package, other: string): boolean {
  if (directory.startsWith('libs/')) return libraryLayers[name]?.includes(other) ?? false;
  if (directory.startsWith('apps/')) return libraries.includes(other);
  return packages.some((found) => found.name === other && !found.directory.startsWith('apps/'));
}

function used({ sources, name }: Package): string[] {
  const found = sources.flatMap((path) => importedPackages(readFileSync(join(root, path), 'utf8')));
  return [...new Set(found)].filter((imported) => imported !== `@prime-mesh/${name}`);
}

test('imports are found', () => {
  const source =
    "import { a } from 'x';\nimport '@b/c/d';\nawait import('e');\nexport type { f } from './g.ts';\nimport 'node:fs';";
  expect(importedPackages(source)).toEqual(['x', '@b/c', 'e']);
});

test.each(packages)('$directory has sources and imports only what it declares', (found) => {
  expect(found.sources.length).toBeGreaterThan(0);
  expect(used(found).filter((imported) => !found.dependencies.includes(imported))).toEqual([]);
});

test.each(packages)('$directory declares only what it imports', (found) => {
  const imported = used(found);
  const unused = found.dependencies.filter((name) => !imported.includes(name) && !isPeer(name));
  expect(unused).toEqual([]);
});

/** What the parsers of the query languages ask for, and the package whose hook is named as a string. */
function isPeer(name: string): boolean {
  return name.startsWith('@lezer/') || name === '@opentelemetry/instrumentation';
}

test.each(packages)('$directory stays in its layer', (found) => {
  const ours = [...used(found), ...found.dependencies].filter((name) => name.startsWith('@prime-mesh/'));
  const wrong = ours.filter((name) => !mayUse(found, name.slice('@prime-mesh/'.length)));
  expect(wrong).toEqual([]);
});
