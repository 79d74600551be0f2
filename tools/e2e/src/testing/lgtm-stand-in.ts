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
import { labelOf } from '@prime-mesh/backends';
import { expositionOf } from '@prime-mesh/harness';
import { startPrometheus } from '@prime-mesh/harness';
import { serveHttp } from '@prime-mesh/backends/testing';

/** What the stand-in shows of what it has, so that a test can lose something. */
export interface Showing {
  span: (span: Span) => Span | undefined;
  log: (log: LogRecord) => LogRecord | undefined;
  metric: (series: Series) => Series | undefined;
}

/** Tempo, Loki and Prometheus on sockets, with the telemetry that an embedded backend received. */
export interface LgtmStandIn extends AsyncDisposable {
  readonly tempo: URL;
  readonly loki: URL;
  readonly prometheus: URL;
  /** May be changed at any time. */
  readonly showing: Showing;
  /** Shows everything. */
  reset(): void;
}

const everything: Showing = { span: (it) => it, log: (it) => it, metric: (it) => it };

/** Tempo and Loki answer as their HTTP APIs document it; Prometheus is the real one. */
export async function startLgtmStandIn(embeddedUrl: string): Promise<LgtmStandIn> {
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

/** OTLP by Protobuf's rules for JSON: bytes in base64, 64-bit integers as text, enums by name, no zero values. */
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

/** Structured metadata stands among the labels of a stream, so that records of two spans are two streams. */
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
