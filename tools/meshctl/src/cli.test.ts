import { numberForms } from '@prime-mesh/primes';
import { root, run, until } from '@prime-mesh/harness';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from './program.ts';
import { cannedRun, startCannedLoader, type CannedLoader } from './testing/canned-loader.ts';
import { closedAddress, meshctl, startMeshctl } from './testing/meshctl-process.ts';

const state = { MESHCTL_STATE_DIR: mkdtempSync(join(tmpdir(), 'meshctl-')) };
let loader: CannedLoader;
let env: Record<string, string>;

beforeAll(async () => {
  loader = await startCannedLoader();
  env = { ...state, LOADER_ADDRESS: loader.address, MESHCTL_BACKEND: `http://${closedAddress}` };
});
afterAll(async () => {
  await loader[Symbol.asyncDispose]();
});

test.each(commands.map(({ name }) => name))('%s --help has examples and exits 0', async (command) => {
  const { code, stdout, stderr } = await meshctl([command, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: meshctl ${command}`);
  expect(stdout).toContain(`$ meshctl ${command}`);
  expect(stdout).toContain('--json');
});

/** Preloaded, it names every module that is loaded, be it imported or required, on standard error. */
const listLoads = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, nextLoad) {
      process.stderr.write('loaded ' + url + '\\n');
      return nextLoad(url, context);
    },
  });`)}`;

test('--help loads neither the SDK nor gRPC, nor the rooms that commands work in', async () => {
  const { stderr } = await meshctl(['--help'], { NODE_OPTIONS: `--import ${listLoads}` });
  const loaded = stderr.split('\n').filter((line) => line.startsWith('loaded '));
  const of = (what: RegExp): string[] => loaded.filter((line) => what.test(line));
  for (const { name } of commands) expect(of(/meshctl\/src\/commands\//).join()).toContain(`/${name}.ts`);
  expect(of(/node_modules\/commander/)).not.toEqual([]);
  expect(of(/node_modules\/(@grpc|@opentelemetry|protobufjs)/)).toEqual([]);
  expect(of(/libs\/(telemetry|mesh|primes)\/|tools\/(backends|devtools|harness|lab)\//)).toEqual([]);
  expect(of(/meshctl\/src\/(lab|mesh|runs|telemetry)\//)).toEqual([]);
});

test.each([
  [['run', '--from', '10', '--to', '5'], '--from 10 must be below --to 5'],
  [['run', '--to', 'many'], '--to: "many" is not a number'],
  [['run', '--count', '9', '--baggage', 'tenant'], '--baggage "tenant" must be key=value'],
  [['run', '--count', '9', '--deadline', '0'], '--deadline "0" must be seconds in (0, 604800]'],
  [['run', '--count', '9', '--algorithm', 'guess'], 'Allowed choices are sieve, miller-rabin'],
  [['find'], 'find needs one of --from and --digits'],
  [['primes'], "required option '--run <run>' not specified"],
  [['show', 'no/such'], 'run "no/such" must be an id'],
  [['lab', 'gravity'], 'no experiment "gravity": "meshctl lab list" shows all'],
  [['lab', 'hops', '--all'], '--all and names of experiments exclude each other'],
  [['probe', '--baggage', 'tenant'], '--baggage "tenant" must be key=value'],
  [['probe', '--baggage', 'a=1', '--baggage', 'a=2'], '--baggage a was given twice'],
  [['probe', '--propagators', 'b3,pigeon'], '--propagators "pigeon" is none of tracecontext, baggage, b3'],
  [['fly'], "unknown command 'fly'"],
])('%j is a usage error', async (args, message) => {
  const { code, stdout, stderr } = await meshctl(args, env);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a broken variable is a usage error that names it', async () => {
  const { code, stderr } = await meshctl(['runs'], { ...env, LOADER_PORT: 'high' });
  expect(stderr).toContain('LOADER_PORT="high" must be an integer in [1, 65535]');
  expect(code).toBe(2);
});

test('the file of variables is read, and the environment wins over it', async () => {
  const file = join(state.MESHCTL_STATE_DIR, 'variables.env');
  writeFileSync(file, 'LOADER_PORT=high\nEXTRACTOR_PORT=low\n');
  const { code, stderr } = await meshctl(['runs'], { ...env, MESHCTL_ENV_FILE: file, EXTRACTOR_PORT: '1' });
  expect(stderr).toContain('LOADER_PORT="high" must be an integer in [1, 65535]');
  expect(stderr).not.toContain('EXTRACTOR_PORT');
  expect(code).toBe(2);
});

test('what the loader refuses as an argument is a usage error', async () => {
  const { code, stderr } = await meshctl(['run', '--count', '9', '--block', '1'], env);
  expect(stderr).toContain('block_bytes 1 is below 1024');
  expect(code).toBe(2);
});

test('a loader that is away is told with its address and what to do', async () => {
  const { code, stderr } = await meshctl(['runs'], { ...env, LOADER_ADDRESS: closedAddress });
  expect(stderr).toContain(`${closedAddress} does not answer`);
  expect(stderr).toContain('start the mesh with "meshctl up", or set LOADER_ADDRESS');
  expect(code).toBe(1);
});

test('under --json an error is one object too', async () => {
  const { code, json } = await meshctl(['run', '--to', 'many', '--json'], env);
  const message = `--to: "many" is not a number: write ${numberForms}`;
  expect(json).toEqual({ error: { code: 'USAGE', message } });
  expect(code).toBe(2);
});

test('run --json prints one object, with numbers that may exceed 2^53 as strings', async () => {
  const { code, stdout, json } = await meshctl(['run', '--to', '100', '--json'], env);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(json).toMatchObject({
    run: cannedRun.id,
    trace_id: cannedRun.traceId,
    from: '0',
    to: '100',
    primes: '25',
    largest: '97',
    max_gap: '8',
    twins: '8',
    sum: '1060',
    verified: true,
    blocks: 1,
    elapsed_s: 1.5,
    cpu_s: { extractor: 0.5 },
    rss_bytes: { extractor: 100_000_000 },
  });
  expect(code).toBe(0);
});

test('run shows progress on standard error and a summary on standard output', async () => {
  const { stdout, stderr } = await meshctl(['run', '--to', '100'], env);
  expect(stderr).toContain('50 %  50.0 numbers/s  15 primes  ETA 1 s');
  expect(stdout).toMatch(/primes +25\n/);
  expect(stdout).toMatch(/largest gap +8, after 89\n/);
  expect(stdout).toContain('counted without a sieve: 25, the same');
  expect(stdout).toMatch(/extractor +1 +500 ms +250 ms +100 MB/);
});

test.each([
  ['mesh.tenant=root', /^baggage mesh\.tenant was recorded as acme, not as root$/m],
  ['mesh.fault.loader=explode', /^baggage mesh\.fault\.loader was dropped: not in the table/m],
  ['mesh.tenant=acme', /^(?![^]*baggage)/],
])('run --baggage %s says what the mesh made of it', async (entry, said) => {
  expect((await meshctl(['run', '--to', '100', '--baggage', entry], env)).stderr).toMatch(said);
});

test('a backend that is away is a note, not a failure', async () => {
  const { code, stderr } = await meshctl(['show', 'latest'], env);
  expect(stderr).toContain(`no telemetry can be read from http://${closedAddress}`);
  expect(code).toBe(0);
});

test('Ctrl-C cancels the run at the loader and says so', async () => {
  const run = startMeshctl(['run', '--to', '100', '--block', '2'], env);
  await run.until('50 %');
  run.child.kill('SIGINT');
  await until('the run is cancelled at the loader', () => loader.runs.cancelled === 1);
  const { code, stderr } = await run.within(10_000, 'after SIGINT');
  expect(stderr).toContain('the run was cancelled by SIGINT');
  expect(stderr).toContain(`meshctl show ${cannedRun.id}`);
  expect(code).toBe(1);
});

test('primes are printed one a line', async () => {
  const { stdout, stderr } = await meshctl(['primes', '--run', 'latest'], env);
  expect({ stdout, stderr }).toEqual({ stdout: '2\n3\n5\n97\n', stderr: '' });
});

test.skipIf(process.platform !== 'linux').each(['primes --run latest', '--help', 'runs'])(
  '%s on a full disk is one line, and a failure',
  async (line) => {
    const main = join(root, 'tools/meshctl/src/main.ts');
    const command = ['sh', '-c', `"$0" "$1" ${line} > /dev/full`, process.execPath, main];
    const { code, stderr } = await run(command, { env: { ...env, OTEL_SDK_DISABLED: 'true' } });
    expect(stderr).toBe('error standard output cannot be written: ENOSPC: no space left on device, write\n');
    expect(code).toBe(1);
  },
);

test('primes --json holds the primes of the range, and says whether more follow', async () => {
  const range = { run: cannedRun.id, from: '0', to: '100' };
  const all = await meshctl(['primes', '--run', 'latest', '--json'], env);
  expect(all.json).toEqual({ ...range, primes: ['2', '3', '5', '97'], more: false });
  expect(loader.primesLimits.at(-1)).toBe('1000001'); // the most that one object holds, and one
  const some = await meshctl(['primes', '--run', 'latest', '--limit', '3', '--json'], env);
  expect(some.json).toEqual({ ...range, primes: ['2', '3', '5'], more: true });
  expect(some.stdout.trimEnd().split('\n')).toHaveLength(1);
  const tooMany = await meshctl(['primes', '--run', 'latest', '--limit', '1_000_001', '--json'], env);
  expect(tooMany.json).toMatchObject({ error: { message: '--limit 1_000_001 exceeds 1000000' } });
  expect(tooMany.code).toBe(2);
});

test('a run is found by the beginning of its id, if only one has it', async () => {
  const unique = await meshctl(['show', '018f1', '--json'], env);
  expect(unique.json).toMatchObject({ run: cannedRun.id });
  const ambiguous = await meshctl(['show', '018f', '--json'], env);
  expect(ambiguous.stderr).toContain('run 018f fits 2 runs');
  expect(ambiguous.code).toBe(2);
  const unknown = await meshctl(['show', 'ffff', '--json'], env);
  expect(unknown.stderr).toContain('no run ffff');
  expect(unknown.code).toBe(1);
});

test('down without a mesh has nothing to do', async () => {
  const { code, json } = await meshctl(['down', '--json'], state);
  expect({ code, json: json }).toEqual({ code: 0, json: { down: true, stopped: false, killed: 0 } });
});

test('a state directory that cannot be made is one line', async () => {
  const file = join(state.MESHCTL_STATE_DIR, 'file');
  writeFileSync(file, '');
  const { code, stderr } = await meshctl(['up'], { MESHCTL_STATE_DIR: join(file, 'state') });
  expect(stderr).toMatch(
    /^error MESHCTL_STATE_DIR \S+\/file\/state cannot hold the state of a mesh: ENOTDIR.*\n$/,
  );
  expect(code).toBe(1);
});

test('up names a port in use with its owner and variable before it starts anything', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  // Below the range that connections of other tests take their ports from.
  const ports = { EXTRACTOR_PORT: '20051', TRANSFORMER_PORT: `${port}`, LOADER_PORT: '20053' };
  const { code, stderr } = await meshctl(['up'], { ...state, ...ports });
  taken.close();
  expect(stderr).toContain(`port ${port} (transformer) is in use`);
  expect(stderr).toContain('TRANSFORMER_PORT');
  expect(code).toBe(1);
});
