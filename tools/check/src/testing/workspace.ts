import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The text of a file below the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export interface Package {
  /** Directory below the root, such as libs/mesh. */
  readonly directory: string;
  /** Name without the scope, such as mesh. */
  readonly name: string;
  /** What its Nx tags say: `type:lib`, `scope:mesh`. */
  readonly type: string;
  readonly scope: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Source files without tests and generated code, below the root. */
  readonly sources: readonly string[];
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** Tests, and what only tests use, may import what the root or a devDependency brings. */
const isSource = (path: string): boolean => !/\.(test|fixture|task)\.ts$|\/(generated|testing)\//.test(path);

/** Every workspace package. */
export function readPackages(): Package[] {
  return globSync('{apps,libs,tools}/*/package.json', { cwd: root }).map((path) => {
    const { scripts = {}, dependencies, devDependencies, nx } = JSON.parse(read(path)) as Manifest;
    const directory = dirname(path);
    const tag = (kind: string): string =>
      nx?.tags?.find((each) => each.startsWith(`${kind}:`))?.slice(kind.length + 1) ?? '';
    return {
      directory,
      name: basename(directory),
      type: tag('type'),
      scope: tag('scope'),
      scripts,
      dependencies: Object.keys(dependencies ?? {}),
      devDependencies: Object.keys(devDependencies ?? {}),
      sources: globSync(`${directory}/src/**/*.ts`, { cwd: root }).filter(isSource).toSorted(),
    };
  });
}

/** What a source file imports, as it is written there, types included. */
export function importedSpecifiers(source: string): string[] {
  const statements = /^(?:import|export)\s[^;'"=]*?\bfrom\s+'([^']+)'/gm;
  const sideEffects = /^import\s+'([^']+)'/gm;
  const calls = /\b(?:import|require|resolve)\(\s*'([^']+)'/g;
  return [statements, sideEffects, calls].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, specifier = '']) => specifier),
  );
}

/** Packages that a source file imports, by name; relative and built-in modules are left out. */
export function importedPackages(source: string): string[] {
  const packages = importedSpecifiers(source)
    .filter((specifier) => !/^[.#]|^node:/.test(specifier) && !builtinModules.includes(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)];
}

/** The way round a circle of `arrows`, first node repeated at the end; undefined where there is none. */
export function findCircle(arrows: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of arrows.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of arrows.keys()) {
    const circle = visit(node, []);
    if (circle) return circle;
  }
  return undefined;
}
