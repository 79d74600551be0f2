import { traceSpans } from '@prime-mesh/backends/embedded';
import { startDevtools } from '@prime-mesh/devtools';
import type { Ended } from '@prime-mesh/harness';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedAddress, meshctl } from '../testing/meshctl-process.ts';

const env = {
  MESHCTL_STATE_DIR: mkdtempSync(join(tmpdir(), 'meshctl-')),
  MESHCTL_BACKEND: `http://${closedAddress}`,
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${closedAddress}`,
};

interface Answer {
  readonly experiments: {
    name: string;
    ok: boolean;
    rows: { what: string; expected: string; seen: string }[];
  }[];
  readonly hops: { hop: string; active: { baggage: Record<string, string> } }[];
  readonly losses: string[];
}

const answerOf = ({ json }: Ended): Answer => json as unknown as Answer;

test('lab list names every experiment with its question', async () => {
  const { code, stdout } = await meshctl(['lab', 'list'], env);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^late +Which spans get a key that is set late\?$/m);
  expect(stdout.trimEnd().split('\n').length).toBeGreaterThan(25);
});

test('lab NAME prints expected and seen side by side, why and what to do, and ends with 0', async () => {
  const { code, stdout } = await meshctl(['lab', 'leak'], env);
  expect(stdout).toMatch(/^ok +second call, new Metadata +no baggage +no baggage$/m);
  expect(stdout).toMatch(/^Why: /m);
  expect(stdout).toMatch(/^In production: /m);
  expect(code).toBe(0);
});

test('lab NAME --json has every row', async () => {
  const { experiments } = answerOf(await meshctl(['lab', 'leak', 'ignore', '--json'], env));
  expect(experiments.map(({ name, ok }) => `${name} ${ok}`)).toEqual(['ignore true', 'leak true']);
  for (const { what, expected, seen } of experiments.flatMap(({ rows }) => rows))
    expect(seen, what).toBe(expected);
});

test('probe shows each hop and names what was lost', async () => {
  const baggage = ['mesh.tenant=Trom "€" a=b', 'card.number=4711'].flatMap((entry) => ['--baggage', entry]);
  const propagators = ['tracecontext,baggage', 'b3', 'b3'].flatMap((list) => ['--propagators', list]);
  const ended = await meshctl(['probe', ...baggage, ...propagators, '--json'], env);
  const { hops, losses } = answerOf(ended);
  expect(ended.stderr).toMatch(/^hop-1 +received +baggage +mesh\.tenant=Trom%20/m);
  expect(hops.map(({ active }) => active.baggage)).toEqual([{ 'mesh.tenant': 'Trom "€" a=b' }, {}, {}]);
  expect(losses).toEqual([
    'hop-1 does not have card.number',
    'hop-2 begins a new trace',
    'hop-2 does not have mesh.tenant',
    'hop-1 dropped 1, unknown_key: card.number',
  ]);
  expect(ended.code).toBe(0);
});

test('with Grafana as the backend, lab and probe leave traces there and links to them', async () => {
  // In the place of Grafana's Collector: what it receives can be read back.
  await using collector = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  const grafana = {
    ...env,
    MESHCTL_BACKEND: '',
    MESHCTL_GRAFANA: 'http://grafana.example:3000',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.otlpAddress}`,
  };
  const traceOf = (printed: string, before: RegExp): string => {
    const link = new RegExp(`${before.source}: (http://grafana\\.example:3000/explore\\?\\S+)`, 'm').exec(
      printed,
    )?.[1];
    const panes = new URL(link ?? '').searchParams.get('panes') ?? '';
    return /"query":"([0-9a-f]{32})"/.exec(panes)?.[1] ?? '';
  };
  const ended = await meshctl(['lab', 'hops'], grafana);
  const spans = await traceSpans(collector.url, traceOf(ended.stdout, /^the trace/));
  expect(new Set(spans.map(({ service }) => service)), ended.stderr).toEqual(new Set(['A', 'B', 'C']));
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const probed = await meshctl(['probe'], grafana);
  expect(await traceSpans(collector.url, traceOf(probed.stdout, /^trace/))).not.toEqual([]);
});
