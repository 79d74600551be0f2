import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Package {
  /** Directory below the root, such as libs/mesh. */
  readonly directory: string;
  /** Name without the scope, such as mesh. */
  readonly name: string;
  readonly dependencies: readonly string[];
  /** Source files without tests and generated code, below the root. */
  readonly sources: readonly string[];
}

/** Tests, and what only tests use, may import what the root or a devDependency brings. */
const isSource = (path: string): boolean => !/\.(test|fixture|task)\.ts$|\/(generated|testing)\//.test(path);

/** Every workspace package. */
export function readPackages(): Package[] {
  return globSync('{apps,libs,tools}/*/package.json', { cwd: root }).map((manifest) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const directory = dirname(manifest);
    return {
      directory,
      name: basename(directory),
      dependencies: Object.keys(dependencies),
      sources: globSync(`${directory}/src/**/*.ts`, { cwd: root }).filter(isSource),
    };
  });
}

/** Packages that a source file imports, by name; relative and built-in modules are left out. */
export function importedPackages(source: string): string[] {
  const statements = /^(?:import|export)\s[^;'"=]*?\bfrom\s+'([^'.][^']*)'/gm;
  const sideEffects = /^import\s+'([^'.][^']*)'/gm;
  const calls = /\b(?:import|require|resolve)\(\s*'([^'.][^']*)'/g;
  const specifiers = [statements, sideEffects, calls].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, specifier = '']) => specifier),
  );
  const packages = specifiers
    .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)];
}
