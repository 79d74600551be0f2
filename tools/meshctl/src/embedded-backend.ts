import { allSpans, metricSeries, traceLogs, traceSpans, type Series } from '@prime-mesh/backends/embedded';
import { names } from '@prime-mesh/telemetry';
import type { Backend, BillSources, CountedTime, Span } from './backend.ts';
import { FailureError } from './command-error.ts';

/** Batches leave every second, metrics less often. */
const arrivalSeconds = 30;

/** Reads from the embedded backend, or says how to come to one. */
async function askEmbedded<T>(url: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    const why = reason instanceof Error ? reason.message || reason.name : String(reason);
    throw new FailureError(
      'BACKEND_UNAVAILABLE',
      `no telemetry can be read from ${url} (${why}): start it with "meshctl up" or set MESHCTL_BACKEND`,
      { cause: error },
    );
  }
}

/** The backend of tools/devtools, whose page and API are at `url`. */
export function embeddedBackend(url: string): Backend {
  const ask = async <T>(answer: Promise<T>): Promise<T> => askEmbedded(url, answer);
  return {
    name: `embedded backend at ${url}`,
    arrivalSeconds,
    traceSpans: async (traceId) => ask(traceSpans(url, traceId)),
    traceLogs: async (traceId) => ask(traceLogs(url, traceId)),
    metricReports: async (metrics) => {
      const series = await Promise.all(metrics.map(async (metric) => ask(metricSeries(url, metric))));
      return series.flat().map(({ service, name, points }) => ({
        service,
        metric: name,
        lastNs: points.reduce((last, { timeNs }) => (timeNs > last ? timeNs : last), 0n),
      }));
    },
    billSources: async () => ask(billSources(url)),
    tracePage: (traceId) => new URL(`/#trace=${traceId}`, url).href,
    runPages: () => [],
  };
}

async function billSources(url: string): Promise<BillSources> {
  const [charged, processes, spans] = await Promise.all([
    metricSeries(url, names.metrics.workerCpuTime.name),
    metricSeries(url, 'process.cpu.time'),
    workSpans(url),
  ]);
  return { charged: charged.map(toCountedTime), processes: processes.map(toCountedTime), spans };
}

/** A counter counts from the start of its process. */
function toCountedTime({ service, attributes, points }: Series): CountedTime {
  const tenant = attributes[names.baggage.tenant];
  const seconds = points.at(-1)?.value ?? 0;
  return { service, seconds, ...(typeof tenant === 'string' && { tenant }) };
}

/** The spans that say what they cost. */
async function workSpans(url: string): Promise<Span[]> {
  const spans: Span[] = [];
  for await (const span of allSpans(url)) {
    if (names.attributes.threadCpuTime in span.attributes) spans.push(span);
  }
  return spans;
}
