import { metricSeries, traceLogs, traceSpans, type Span } from '@prime-mesh/backends/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mesh, startMesh } from '@prime-mesh/harness';
import { services } from '@prime-mesh/telemetry/names';

let mesh: Mesh;
beforeAll(async () => {
  mesh = await startMesh();
});
afterAll(async () => mesh[Symbol.asyncDispose]());

// π(10^n), OEIS A006880; twin pairs, A007508; sums, A046731; gaps, A005250 and A002386; [10^12, +10^5) by primesieve.
test.each([
  [
    '0',
    '10^7',
    { primes: '664579', twins: '58980', sum: '3203324994356', max_gap: '154', max_gap_after: '4652353' },
  ],
  ['10^12', '10^12+10^5', { primes: '3614', smallest: '1000000000039' }],
  ['0', '2', { primes: '0', sum: '0', largest: null }],
  ['2', '6', { primes: '3', largest: '5', sum: '10', twins: '1' }],
  ['25', '26', { primes: '0' }],
  ['999999999989', '999999999990', { primes: '1', smallest: '999999999989' }],
])('[%s, %s) holds what is known of it', async (from, to, expected) => {
  const run = await mesh.meshctl('run', '--from', from, '--to', to, '--block', '65536', '--json');
  expect(run.stderr).not.toContain('error');
  expect(run.json).toMatchObject({ ...expected, verified: true });
  expect(run.code).toBe(0);
});

// Offsets by PARI nextprime.
test.each([
  ['10^12', '1', ['1000000000039']],
  ['10^18-11', '1', ['999999999999999989']],
  ['2^64-59', '2', ['18446744073709551557', '18446744073709551629']],
  ['10^100', '1', [`1${'0'.repeat(97)}267`]],
])('the next primes from %s on, %s of them, are found', async (from, count, found) => {
  const ended = await mesh.meshctl('find', '--from', from, '--primes', count, '--json');
  expect(ended.json).toMatchObject({ found, verified: true });
  expect(ended.code).toBe(0);
});

test('a range beyond 2^64 is tested number by number, stored, and read back', async () => {
  const run = await mesh.meshctl('run', '--from', '10^50', '--to', '10^50+10^4', '--json');
  expect(run.json).toMatchObject({ verified: true, smallest: `1${'0'.repeat(47)}151` });
  const read = await mesh.meshctl('primes', '--run', String(run.json['run']));
  expect(read.stdout.trim().split('\n').length).toBe(Number(run.json['primes']));
  expect((await mesh.meshctl('verify', String(run.json['run']))).code).toBe(0);
});

/** Draws the spans of a trace as an indented tree of service, kind and name. Equal siblings share a line with a count. */
function drawTree(spans: readonly Span[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId && ids.has(parentSpanId) ? parentSpanId : '',
  );
  const draw = (parents: readonly string[], depth: number): string[] => {
    const children = parents.flatMap((id) => byParent.get(id) ?? []);
    const groups = Map.groupBy(
      children,
      ({ service, kind, name }) => `${service} ${kind.toLowerCase()} ${name}`,
    );
    return [...groups.entries()]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .flatMap(([label, group]) => [
        `${'  '.repeat(depth)}${label}${group.length > 1 ? ` × ${group.length}` : ''}`,
        ...draw(
          group.map(({ spanId }) => spanId),
          depth + 1,
        ),
      ]);
  };
  return draw([''], 0).join('\n');
}

/** Runs to the end, and waits until the backend has all that the run sends. */
async function verifiedRun(...options: readonly string[]): Promise<{ traceId: string; spans: Span[] }> {
  const { json } = await mesh.meshctl('run', ...options, '--json');
  const { code } = await mesh.meshctl('verify', String(json['run']));
  expect(code).toBe(0);
  const traceId = String(json['trace_id']);
  return { traceId, spans: await traceSpans(mesh.backend.url, traceId) };
}

test('the trace of a run has this shape', async () => {
  const { spans } = await verifiedRun('--from', '10^9', '--to', '1003000000', '--block', '65536', '--audit');
  expect(drawTree(spans)).toMatchInlineSnapshot(`
    "meshctl internal meshctl run
      meshctl client primemesh.v1.Loader/Run
        loader server primemesh.v1.Loader/Run
          loader internal audit range × 2
          loader internal load block × 2
            loader client primemesh.v1.Transformer/Transform × 2
              transformer server primemesh.v1.Transformer/Transform × 2
                transformer client primemesh.v1.Extractor/Extract × 2
                  extractor server primemesh.v1.Extractor/Extract × 2
                    extractor internal extract block × 2
                transformer internal transform block × 2
            loader internal store block × 2
            loader internal verify block × 2"
  `);
});

test('allow-listed baggage is on every span and log, other baggage on none', async () => {
  const baggage = ['--baggage', 'mesh.tenant=acme', '--baggage', 'card.number=s3cr3t'];
  const { traceId, spans } = await verifiedRun('--from', '0', '--to', '10^6', ...baggage);
  const logs = await traceLogs(mesh.backend.url, traceId);
  expect(spans.filter(({ attributes }) => attributes['mesh.tenant'] !== 'acme')).toEqual([]);
  expect(logs.filter(({ attributes }) => attributes['mesh.tenant'] !== 'acme')).toEqual([]);
  expect(logs.length).toBeGreaterThan(3);
  const text = JSON.stringify([...spans, ...logs], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  expect(text).not.toContain('s3cr3t');
});

test('the primes of a stored run can be read back', async () => {
  const run = await mesh.meshctl('run', '--from', '0', '--to', '10^6', '--json');
  const id = String(run.json['run']);
  const first = await mesh.meshctl('primes', '--run', id, '--limit', '5');
  expect(first.stdout.trim().split('\n')).toEqual(['2', '3', '5', '7', '11']);
  const part = await mesh.meshctl('primes', '--run', id, '--from', '999900', '--to', '10^6');
  expect(part.stdout.trim().split('\n')).toEqual([
    '999907',
    '999917',
    '999931',
    '999953',
    '999959',
    '999961',
    '999979',
    '999983',
  ]);
});

test.each(services)('%s reports its own resources', async (service) => {
  const sources = async (metric: string): Promise<string[]> =>
    (await metricSeries(mesh.backend.url, metric)).map((series) => series.service);
  for (const metric of [
    'process.cpu.time',
    'process.memory.usage',
    'nodejs.eventloop.utilization',
    'mesh.worker.utilization',
  ]) {
    await expect.poll(async () => sources(metric), { message: metric, timeout: 10_000 }).toContain(service);
  }
});

test.each([
  [['run', '--from', '10', '--to', '10'], /10.*10/],
  [['run', '--from', '-1', '--to', '10'], /-1/],
  [['run', '--from', 'x', '--to', '10'], /x/],
  [['run', '--from', '0', '--to', '10', '--block', '1'], /1.*1024/],
  [['run', '--from', '0', '--to', '10', '--baggage', 'novalue'], /novalue/],
  [['run', '--from', '0'], /--to|--count/],
  [['run', '--nonsense'], /--nonsense/],
])('meshctl %j is a usage error that names value and bound', async (args, message) => {
  const ended = await mesh.meshctl(...args);
  expect(ended.stderr).toMatch(message);
  expect(ended.code).toBe(2);
});

test('bad input leaves no run behind', async () => {
  const before = await mesh.meshctl('runs', '--json');
  await mesh.meshctl('run', '--from', '0', '--to', '10', '--in-flight', '100000');
  const after = await mesh.meshctl('runs', '--json');
  expect(after.json).toEqual(before.json);
});
