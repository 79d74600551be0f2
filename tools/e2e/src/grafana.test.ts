import { labelOf } from '@prime-mesh/backends';
import {
  allSpans,
  traceLogs,
  traceSpans,
  type AttributeMap,
  type AttributeValue,
  type LogRecord,
  type Series,
  type Span,
} from '@prime-mesh/backends/embedded';
import { serveHttp } from '@prime-mesh/backends/testing';
import {
  expositionOf,
  hasPrometheus,
  meshctl,
  startMesh,
  startPrometheus,
  type Ended,
  type Mesh,
} from '@prime-mesh/harness';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** Filters of what the stand-in shows, so that a test can make it lose something. */
interface Showing {
  span: (span: Span) => Span | undefined;
  log: (log: LogRecord) => LogRecord | undefined;
  metric: (series: Series) => Series | undefined;
}

/** Tempo, Loki and Prometheus on sockets, with the telemetry of an embedded backend. */
interface LgtmStandIn extends AsyncDisposable {
  readonly tempo: URL;
  readonly loki: URL;
  readonly prometheus: URL;
  /** May be changed at any time. */
  readonly showing: Showing;
  /** Shows everything. */
  reset(): void;
}

const everything: Showing = { span: (it) => it, log: (it) => it, metric: (it) => it };

/** Tempo and Loki answer as the documentation of their HTTP APIs says; Prometheus is the real one. */
async function startLgtmStandIn(embeddedUrl: string): Promise<LgtmStandIn> {
  await using owned = new AsyncDisposableStack();
  const showing = { ...everything };
  const json = 'application/json';
  const tempo = owned.use(await serveHttp(json, async (url) => tempoAnswer(embeddedUrl, url, showing)));
  const loki = owned.use(await serveHttp(json, async (url) => lokiAnswer(embeddedUrl, url, showing)));
  const prometheus = owned.use(
    await startPrometheus(async () => expositionOf(embeddedUrl, (series) => showing.metric(series))),
  );
  const started = owned.move();
  return {
    tempo: tempo.url,
    loki: loki.url,
    prometheus: prometheus.url,
    showing,
    reset: () => void Object.assign(showing, everything),
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}

async function tempoAnswer(from: string, { pathname, searchParams }: URL, show: Showing) {
  const traceId = /^\/api\/v2\/traces\/([0-9a-f]{32})$/.exec(pathname)?.[1];
  if (traceId !== undefined) {
    const spans = (await traceSpans(from, traceId)).map(show.span).filter((span) => span !== undefined);
    return JSON.stringify({ trace: { resourceSpans: resourceSpans(spans) }, metrics: {} });
  }
  const attribute = /^\{ span\.([\w.]+) >= 0 \}$/.exec(searchParams.get('q') ?? '')?.[1];
  if (pathname !== '/api/search' || attribute === undefined) return undefined;
  const [start, end] = [Number(searchParams.get('start')), Number(searchParams.get('end'))];
  const found = new Set<string>();
  for await (const span of allSpans(from)) {
    const isInside = Number(span.endNs) / 1e9 >= start && Number(span.startNs) / 1e9 <= end;
    if (isInside && typeof span.attributes[attribute] === 'number') found.add(span.traceId);
  }
  const ids = [...found].slice(0, Number(searchParams.get('limit') ?? 20));
  return JSON.stringify({ traces: ids.map((id) => ({ traceID: id.replace(/^0+/, '') })), metrics: {} });
}

/** OTLP in Protobuf's JSON: bytes in base64, 64-bit integers as text, enums by name, no zero values. */
function resourceSpans(spans: readonly Span[]): object[] {
  const resources = Map.groupBy(spans, ({ service, instanceId }) => `${service} ${instanceId}`);
  return [...resources.values()].map((members) => {
    const [{ service, instanceId } = { service: '', instanceId: '' }] = members;
    const resource = { 'service.name': service, 'service.instance.id': instanceId };
    return {
      resource: { attributes: keyValues(resource) },
      scopeSpans: [{ scope: { name: 'prime-mesh' }, spans: members.map(jsonSpan) }],
    };
  });
}

function jsonSpan(span: Span): object {
  const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
  return {
    traceId: base64(span.traceId),
    spanId: base64(span.spanId),
    ...(span.parentSpanId !== undefined && { parentSpanId: base64(span.parentSpanId) }),
    name: span.name,
    kind: `SPAN_KIND_${span.kind}`,
    startTimeUnixNano: `${span.startNs}`,
    endTimeUnixNano: `${span.endNs}`,
    attributes: keyValues(span.attributes),
    status: span.status === 'UNSET' ? {} : { code: `STATUS_CODE_${span.status}` },
  };
}

function keyValues(attributes: AttributeMap): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): object {
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return { stringValue: textOf(value) };
}

function textOf(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Structured metadata is among the labels of a stream, so records of two spans are in two streams. */
async function lokiAnswer(from: string, { pathname, searchParams }: URL, show: Showing) {
  const logql = /^\{service_name=~"\.\+"\} \| trace_id="([0-9a-f]{32})"$/;
  const traceId = logql.exec(searchParams.get('query') ?? '')?.[1];
  if (pathname !== '/loki/api/v1/query_range' || traceId === undefined) return undefined;
  const [start, end] = [BigInt(searchParams.get('start') ?? 0), BigInt(searchParams.get('end') ?? 0)];
  const records = (await traceLogs(from, traceId))
    .map(show.log)
    .filter((log) => log !== undefined && log.timeNs >= start && log.timeNs < end)
    .filter((log) => log !== undefined)
    .slice(0, Number(searchParams.get('limit') ?? 100));
  const streams = Map.groupBy(records, (log) => JSON.stringify(labelsOf(log)));
  const result = [...streams].map(([labels, logs]) => ({
    stream: JSON.parse(labels) as object,
    values: logs.map(({ timeNs, body }) => [`${timeNs}`, JSON.stringify(body)]),
  }));
  return JSON.stringify({ status: 'success', data: { resultType: 'streams', result, stats: {} } });
}

function labelsOf({ service, instanceId, traceId, spanId, severity, attributes }: LogRecord): object {
  return {
    service_name: service,
    service_namespace: 'prime-mesh',
    service_instance_id: instanceId,
    trace_id: traceId,
    span_id: spanId,
    severity_text: severity,
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [labelOf(key), textOf(value)])),
  };
}

const runArguments = ['run', '--to', '10^7', '--block', '65536', '--baggage', 'mesh.tenant=acme', '--json'];

/** The check of that name as `verify --json` prints it. */
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly problems: readonly string[];
}
const checksOf = ({ json }: Ended) => json['checks'] as readonly Check[];
const failed = (ended: Ended) => checksOf(ended).filter(({ ok }) => !ok);

// Tempo and Loki come only as images of a registry: servers that answer as their APIs document it stand in for them.
describe.skipIf(!hasPrometheus())('with Tempo, Loki and Prometheus as the backend', () => {
  let mesh: Mesh;
  let lgtm: LgtmStandIn;
  let env: Record<string, string>;
  let run: string;
  const verify = async (variables = {}, ...args: string[]): Promise<Ended> =>
    meshctl(['verify', run, '--json', ...args], { ...env, ...variables });

  beforeAll(async () => {
    mesh = await startMesh();
    lgtm = await startLgtmStandIn(mesh.backend.url);
    env = {
      ...mesh.env,
      MESHCTL_BACKEND: '',
      MESHCTL_GRAFANA: 'http://grafana.example:3000/',
      MESHCTL_TEMPO: lgtm.tempo.href,
      MESHCTL_LOKI: lgtm.loki.href,
      MESHCTL_PROMETHEUS: lgtm.prometheus.href,
    };
    const { json, stderr } = await mesh.meshctl(...runArguments);
    run = String(json['run']);
    expect(run, stderr).toMatch(/^[0-9a-f-]{36}$/);
  });
  afterAll(async () => {
    await lgtm[Symbol.asyncDispose]();
    await mesh[Symbol.asyncDispose]();
  });
  beforeEach(() => lgtm.reset());

  test('a run is complete by all seven checks', async () => {
    const ended = await verify();
    expect(failed(ended), ended.stderr).toEqual([]);
    expect(checksOf(ended)).toHaveLength(7);
    expect(ended.code).toBe(0);
  });

  test('a lost span is named, and its children are orphans', async () => {
    let lost = '';
    lgtm.showing.span = (span) => {
      if (span.name === 'primemesh.v1.Extractor/Extract' && span.kind === 'CLIENT') lost ||= span.spanId;
      return span.spanId === lost ? undefined : span;
    };
    const ended = await verify({}, '--deadline', '1');
    expect(failed(ended).map(({ name }) => name)).toEqual(['every block complete', 'no orphan']);
    expect(failed(ended)[0]?.problems).toEqual([
      expect.stringMatching(/^block \d+: no transformer "primemesh.v1.Extractor\/Extract" \(client\)$/),
    ]);
    expect(ended.code).toBe(1);
  });

  test('lost logs of a service are named', async () => {
    lgtm.showing.log = (log) => (log.service === 'transformer' ? undefined : log);
    const ended = await verify({}, '--deadline', '1');
    expect(failed(ended)).toMatchObject([{ problems: ['no log of transformer'] }]);
  });

  test('a span without the baggage is named', async () => {
    lgtm.showing.span = (span) => (span.name === 'store block' ? { ...span, attributes: {} } : span);
    const ended = await verify({}, '--deadline', '1');
    expect(failed(ended).at(-1)?.problems[0]).toMatch(/"store block" \w+ lacks mesh\.tenant=acme$/);
  });

  test('metrics that were last reported before a run are missing', async () => {
    lgtm.showing.metric = () => undefined;
    const later = await mesh.meshctl(...runArguments);
    run = String(later.json['run']);
    const ended = await verify({}, '--deadline', '6');
    expect(failed(ended).map(({ name }) => name)).toEqual(['metrics of every service']);
    expect(failed(ended)[0]?.problems).toContain('no process.cpu.time of extractor');
    lgtm.reset();
    expect(failed(await verify())).toEqual([]);
  });

  test.each([
    ['MESHCTL_TEMPO', 'no traces can be read from Tempo'],
    ['MESHCTL_LOKI', 'no logs can be read from Loki'],
    ['MESHCTL_PROMETHEUS', 'no metrics can be read from Prometheus'],
  ])('if %s leads nowhere, meshctl says so and what to do', async (variable, message) => {
    const gone = await serveHttp('text/plain', () => '');
    await gone[Symbol.asyncDispose]();
    const ended = await verify({ [variable]: gone.url.origin });
    expect(ended.stderr).toContain(`${message} (no answer from ${gone.url.origin}: connect ECONNREFUSED`);
    expect(ended.stderr).toContain(`start it, or set ${variable}`);
    expect(ended.code).toBe(1);
  });

  test('a backend that is not ready is asked again, until the time is over', async () => {
    let answers = 0;
    lgtm.showing.log = (log) => {
      if ((answers += 1) === 1) throw new Error('not ready');
      return log;
    };
    expect((await verify()).code).toBe(0);
    lgtm.showing.log = () => {
      throw new Error('not ready');
    };
    const ended = await verify({}, '--deadline', '1');
    expect(ended.stderr).toMatch(
      /no logs can be read from Loki \(http:\S+ answers 500: Error: not ready\)$/m,
    );
    expect(ended.code).toBe(1);
  });

  test('the bill of each tenant is the same by metric and by spans', async () => {
    const ended = await meshctl(['chargeback', '--json'], env);
    expect(ended.json, ended.stderr).toMatchObject({ agree: true, tenants: [{ tenant: 'acme' }] });
    const services = ended.json['services'] as readonly { service: string; rest_cpu_s: number }[];
    expect(services.map(({ service }) => service).toSorted()).toEqual(['extractor', 'loader', 'transformer']);
    expect(services.filter(({ rest_cpu_s: rest }) => !(rest > 0))).toEqual([]);
    const { json: embedded } = await mesh.meshctl('chargeback', '--json');
    const charged = ({ tenants }: Record<string, unknown>) =>
      (tenants as { spans_cpu_s: number }[])[0]?.spans_cpu_s;
    expect(charged(ended.json)).toBeCloseTo(charged(embedded) ?? 0, 6);
  });

  test('run --verify says whether the telemetry is complete', async () => {
    const ended = await meshctl([...runArguments, '--verify'], env);
    expect(ended.json, ended.stderr).toMatchObject({ verified: true, telemetry_complete: true });
    expect(ended.code).toBe(0);
  });

  test('show leads to the pages of Grafana', async () => {
    const { stdout, stderr } = await meshctl(['show', run], env);
    expect(stdout, stderr).toMatch(
      /see all of it +http:\/\/grafana\.example:3000\/explore\?schemaVersion=1&panes=/,
    );
    expect(stdout).toMatch(
      /resources +http:\/\/grafana\.example:3000\/d\/prime-mesh-resources\?var-tenant=acme&from=\d{13}&to=\d{13}\n/,
    );
  });
});
