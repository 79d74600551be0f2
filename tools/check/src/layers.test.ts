import { expect, test } from 'vitest';
import { findCircle, importedPackages, type Package, read, readPackages } from './testing/workspace.ts';

/** What a library may build on. Apps may use every library, tools every library and tool; nobody uses an app. */
const libraryLayers: Readonly<Record<string, readonly string[]>> = {
  config: [],
  contracts: [],
  primes: [],
  telemetry: ['config'],
  mesh: ['telemetry', 'contracts', 'config'],
};

const typeOf = { apps: 'app', libs: 'lib', tools: 'tool' };

const packages = readPackages();
const ours = (names: readonly string[]): string[] =>
  names.flatMap((name) => (name.startsWith('@prime-mesh/') ? [name.slice('@prime-mesh/'.length)] : []));

/** Whether the tags of two projects let one use the other. */
function mayUse(user: Package, used: Package | undefined): boolean {
  switch (user.type) {
    case 'lib':
      return used?.type === 'lib' && (libraryLayers[user.scope]?.includes(used.scope) ?? false);
    case 'app':
      return used?.type === 'lib';
    default:
      return used?.type === 'lib' || used?.type === 'tool';
  }
}

function used({ sources, name }: Package): string[] {
  const found = sources.flatMap((path) => importedPackages(read(path)));
  return [...new Set(found)].filter((imported) => imported !== `@prime-mesh/${name}`);
}

test('imports are found', () => {
  const source =
    "import { a } from 'x';\nimport '@b/c/d';\nawait import('e');\nexport type { f } from './g.ts';\nimport 'node:fs';";
  expect(importedPackages(source)).toEqual(['x', '@b/c', 'e']);
});

test.each(packages)('the tags of $directory say where it lies', ({ directory, name, type, scope }) => {
  const parent = directory.split('/')[0] as keyof typeof typeOf;
  expect({ type, scope }).toEqual({ type: typeOf[parent], scope: name });
});

/** What writes generated files runs where the devDependencies are. */
const isGenerator = (path: string): boolean => /\/(generate|document)\.ts$/.test(path);

test.each(packages)('$directory imports only what it declares', (found) => {
  const { name, sources, dependencies, devDependencies } = found;
  const undeclared = sources.flatMap((path) => {
    const declared = [`@prime-mesh/${name}`, ...dependencies, ...(isGenerator(path) ? devDependencies : [])];
    return importedPackages(read(path)).filter((imported) => !declared.includes(imported));
  });
  expect(undeclared).toEqual([]);
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
  const names = ours([...used(found), ...found.dependencies, ...found.devDependencies]);
  const wrong = names.filter(
    (name) =>
      !mayUse(
        found,
        packages.find((other) => other.name === name),
      ),
  );
  expect(wrong).toEqual([]);
});

test('no package builds on itself, not even in its tests', () => {
  const arrows = new Map(
    packages.map(({ name, dependencies, devDependencies }) => [
      name,
      ours([...dependencies, ...devDependencies]),
    ]),
  );
  expect([...arrows.values()].flat().length).toBeGreaterThan(20);
  expect(findCircle(arrows)).toBeUndefined();
});

test('the lab is a leaf: meshctl alone uses it', () => {
  const users = packages.filter(({ dependencies, devDependencies }) =>
    [...dependencies, ...devDependencies].includes('@prime-mesh/lab'),
  );
  expect(users.map(({ name }) => name)).toEqual(['meshctl']);
});
