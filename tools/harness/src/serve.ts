import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, type Started } from './start-process.ts';

/** The root folder of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Target {
  readonly command?: string;
  readonly options?: { readonly command?: string; readonly env?: Readonly<Record<string, string>> };
}
interface Manifest {
  readonly nx: { readonly targets: Readonly<Record<string, Target>> };
}

/** Command and environment of an Nx target of a package. */
function readTarget(directory: string, target: string): { command: string[]; env: Record<string, string> } {
  const { nx } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')) as Manifest;
  const { command, options } = nx.targets[target] ?? {};
  const line = command ?? options?.command;
  if (line === undefined) throw new Error(`${directory} has no target ${target} with a command`);
  return { command: line.split(' '), env: { ...options?.env } };
}

/** V8 flags of a package's serve target. */
export function serveFlags(directory: string): string[] {
  const [, ...args] = readTarget(directory, 'serve').command;
  return args.slice(0, args.indexOf('--import'));
}

/** Starts a package with the command and environment of its Nx target. */
export function serve(directory: string, env: Readonly<Record<string, string>>, target = 'serve'): Started {
  const served = readTarget(directory, target);
  return start(served.command, { name: directory, cwd: root, env: { ...served.env, ...env } });
}
