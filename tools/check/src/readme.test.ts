import { freePort } from '@prime-mesh/harness';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, readPackages, root } from './testing/workspace.ts';

const readme = read('README.md');
const documents = globSync(['*.md', 'docs/*.md', 'tools/*/README.md'], { cwd: root });

/** Commands of the blocks of a document that a shell runs, in their order. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split('&&'))
    .map((command) => command.trim())
    .filter(Boolean);
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command as a reader would, below the root, and ends it after a minute. */
async function runInShell(command: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    'sh',
    ['-c', command],
    { cwd: root, env, timeout: 60_000, maxBuffer: 64 << 20 },
    (_, stdout, stderr) => resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
  );
  return promise;
}

/** An environment in which the commands find a mesh of their own, and nothing of the task that runs this test. */
async function ownMesh(directory: string): Promise<NodeJS.ProcessEnv> {
  const variables = [
    'EXTRACTOR_PORT',
    'TRANSFORMER_PORT',
    'LOADER_PORT',
    'DEVTOOLS_OTLP_PORT',
    'DEVTOOLS_PORT',
  ];
  const ports: Record<string, string> = {};
  for (const name of variables) ports[name] = String(await freePort());
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:NX|OTEL|VITEST)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...ports,
    LOADER_DATA_DIR: join(directory, 'data'),
    MESHCTL_STATE_DIR: join(directory, 'state'),
  };
}

test.each(documents)('every npm script that %s names exists', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const known = new Set([scripts, ...readPackages().map((found) => found.scripts)].flatMap(Object.keys));
  const named = [...read(document).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
  const names = named.map(([, run, short]) => run ?? short ?? '');
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

test('npx nx run-many -t serve starts the services alone', () => {
  const served = globSync('{apps,libs,tools}/*/package.json', { cwd: root }).filter((path) =>
    /"serve":/.test(read(path)),
  );
  expect(served.toSorted()).toEqual(
    ['extractor', 'loader', 'transformer'].map((name) => `apps/${name}/package.json`),
  );
});

/** A bare `node` is whatever the machine has. ADR 005 shows one to say so. */
test.each(documents)('%s says which Node: that of the project', (document) => {
  const bare = [...read(document).matchAll(/(?:^|`|&& |\$ )(node (?:--|[\w./-]+\.ts).*)$/gm)];
  expect(bare.map(([, command]) => command)).toEqual([]);
});

test('every command of the README ends well, in order', { timeout: 240_000 }, async () => {
  // What npm start does, but for staying there; and then the commands for a mesh that runs.
  const demo = [...readme.matchAll(/`(npm run demo[^`]*)`/g)].map(([, command = '']) => command);
  const commands = commandsOf(readme).filter((command) => command.startsWith('npx meshctl '));
  expect([demo.length, commands.length]).toEqual([2, 11]);
  const directory = await mkdtemp(join(tmpdir(), 'prime-mesh-readme-'));
  const env = await ownMesh(directory);
  try {
    for (const command of [...demo, ...commands]) {
      const { code, output } = await runInShell(command, env);
      expect(code, `${command}:\n${output}`).toBe(0);
    }
  } finally {
    await runInShell('npx meshctl down', env);
    await rm(directory, { recursive: true });
  }
});
