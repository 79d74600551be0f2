import { names, prometheusName, upstreamMetricRows, type MetricRow } from '@prime-mesh/telemetry/names';
import { BackendError } from '../backend-error.ts';
import type { Backend, CountedTime, MetricReport, Period } from '../backend.ts';
import type { Span } from '../span.ts';
import type { Api } from './get-json.ts';
import { grafanaPages } from './grafana-pages.ts';
import type { Lgtm, TelemetryStore } from './lgtm.ts';
import { lokiRecords } from './loki.ts';
import { labelOf, prometheusVector } from './prometheus.ts';
import { tempoSearch, tempoTrace } from './tempo.ts';
import { traceLogsQuery, tracesWithQuery } from './trace-queries.ts';

/**
 * Spans and logs are exported every second, metrics every 5 s in Compose and every 15 s elsewhere; the Collector batches
 * again. A search finds spans after 30 s.
 */
const arrivalSeconds = 60;
/** Log records have the times of other clocks than the start and the end of a run. */
const logSlackNs = 60_000_000_000n;
/** Reports up to this time after a run count. A query of Prometheus looks back 5 min from there. */
const reportSlackNs = 120_000_000_000n;
/** The most traces in a bill: each is read with a request of its own. */
const maxBilledTraces = 10_000;
const tracesAtOnce = 8;

const { threadCpuTime } = names.attributes;
const tenantLabel = labelOf(names.baggage.tenant);

/** Reads from Tempo, Loki and Prometheus, and links to the pages of Grafana. */
export function grafanaBackend(lgtm: Lgtm): Backend {
  const { tempo, loki, prometheus } = lgtm;
  const ask = {
    traces: asker('traces', tempo),
    logs: asker('logs', loki),
    metrics: asker('metrics', prometheus),
  };
  return {
    name: `Tempo at ${tempo.url.origin}`,
    arrivalSeconds,
    traceSpans: async (traceId) => ask.traces(async (api) => tempoTrace(api, traceId)),
    traceLogs: async (traceId, { startNs, endNs }) => {
      const range = { startNs: startNs - logSlackNs, endNs: endNs + logSlackNs };
      const records = await ask.logs(async (api) => lokiRecords(api, traceLogsQuery(traceId), range));
      return records.map(({ labels }) => ({
        service: labels['service_name'] ?? '',
        spanId: labels['span_id'] ?? '',
      }));
    },
    metricReports: async (metrics, { endNs }) => {
      const atNs = earlier(endNs + reportSlackNs, now());
      const reports = await Promise.all(
        metrics.map(async (metric) => ask.metrics(async (api) => reportsOf(api, metric, atNs))),
      );
      return reports.flat();
    },
    billSources: async (during) => {
      const [charged, processes, spans] = await Promise.all([
        ask.metrics(async (api) => countedTime(api, names.metrics.workerCpuTime, during)),
        ask.metrics(async (api) => countedTime(api, rowOf('process.cpu.time'), during)),
        ask.traces(async (api) => workSpans(api, during)),
      ]);
      return { charged, processes, spans };
    },
    ...grafanaPages(lgtm),
  };
}

/** Makes a function that asks one program, and whose errors say what failed and which variable to set. */
function asker(what: string, store: TelemetryStore) {
  const { program, variable } = store;
  return async <T>(question: (api: Api) => Promise<T>): Promise<T> => {
    try {
      return await question(store);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      const { status } = error;
      const isAway = status === undefined && error.cause !== undefined;
      const todo = isAway ? `: start it, or set ${variable}` : '';
      throw new BackendError(`no ${what} can be read from ${program} (${error.message})${todo}`, {
        cause: error,
        ...(status !== undefined && { status }),
      });
    }
  };
}

async function reportsOf(prometheus: Api, metric: string, atNs: bigint): Promise<MetricReport[]> {
  const query = `max by (service_name, job) (timestamp(${seriesOf(rowOf(metric))}))`;
  const samples = await prometheusVector(prometheus, query, atNs);
  return samples.map(({ labels, value }) => ({
    service: serviceOf(labels),
    metric,
    lastNs: BigInt(Math.round(value * 1e3)) * 1_000_000n,
  }));
}

/** What a counter added during the period: its last value less the value at the start of the period. */
async function countedTime(
  prometheus: Api,
  row: MetricRow,
  { startNs, endNs }: Period,
): Promise<CountedTime[]> {
  const series = seriesOf(row);
  const window = `${(endNs - startNs) / 1_000_000_000n}s`;
  const last = `last_over_time(${series}[${window}])`;
  const counted = `(${last} unless ${series} offset ${window}) or (${last} - ${series} offset ${window})`;
  const query = `sum by (service_name, job, ${tenantLabel}) (${counted})`;
  const samples = await prometheusVector(prometheus, query, endNs);
  return samples.map(({ labels, value }) => {
    const tenant = labels[tenantLabel];
    return { service: serviceOf(labels), seconds: value, ...(tenant !== undefined && { tenant }) };
  });
}

/** The spans of the period that carry a CPU time. */
async function workSpans(tempo: Api, { startNs, endNs }: Period): Promise<Span[]> {
  const traceIds = await tempoSearch(tempo, tracesWithQuery(threadCpuTime), {
    startNs,
    endNs,
    limit: maxBilledTraces,
  });
  const spans: Span[] = [];
  const read = async (): Promise<void> => {
    for (let traceId = traceIds.pop(); traceId !== undefined; traceId = traceIds.pop()) {
      const found = await tempoTrace(tempo, traceId);
      spans.push(...found.filter((span) => span.endNs > startNs && threadCpuTime in span.attributes));
    }
  };
  await Promise.all(Array.from({ length: tracesAtOnce }, read));
  return spans;
}

const rows: readonly MetricRow[] = [...Object.values<MetricRow>(names.metrics), ...upstreamMetricRows];

function rowOf(metric: string): MetricRow {
  const row = rows.find(({ name }) => name === metric);
  if (row === undefined) throw new Error(`no metric ${metric} in the table of names`);
  return row;
}

/** Name of the series that shows a metric; for a histogram, its count. */
function seriesOf(row: MetricRow): string {
  return `${prometheusName(row)}${row.instrument === 'histogram' ? '_count' : ''}`;
}

/** `job` is namespace and name of a service; `service_name` is there only where Prometheus promotes it to a label. */
function serviceOf({ service_name: name, job }: Readonly<Record<string, string>>): string {
  return name ?? job?.split('/').at(-1) ?? '';
}

function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
