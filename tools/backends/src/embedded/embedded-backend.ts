import { names } from '@prime-mesh/telemetry/names';
import { BackendError } from '../backend-error.ts';
import type { Backend, BillSources, CountedTime } from '../backend.ts';
import type { Span } from '../span.ts';
import type { Series } from './query-answers.ts';
import { allSpans, metricSeries, traceLogs, traceSpans } from './query-client.ts';

/** Spans and logs are exported every second, metrics less often. */
const arrivalSeconds = 30;

/**
 * The backend of tools/devtools, whose page and API are at `url`.
 * @param remedy what a person can do when it cannot be reached, for the error message
 */
export function embeddedBackend(url: string, remedy: string, page = url): Backend {
  const ask = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      const reason = error instanceof Error ? (error.cause ?? error) : error;
      const why = reason instanceof Error ? reason.message || reason.name : String(reason);
      throw new BackendError(`no telemetry can be read from ${url} (${why}): ${remedy}`, { cause: error });
    }
  };
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
    tracePage: (traceId) => new URL(`/#trace=${traceId}`, page).href,
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

/** Takes the last value of a counter, which counts from the start of its process. */
function toCountedTime({ service, attributes, points }: Series): CountedTime {
  const tenant = attributes[names.baggage.tenant];
  const seconds = points.at(-1)?.value ?? 0;
  return { service, seconds, ...(typeof tenant === 'string' && { tenant }) };
}

/** The spans that carry a CPU time. */
async function workSpans(url: string): Promise<Span[]> {
  const spans: Span[] = [];
  for await (const span of allSpans(url)) {
    if (names.attributes.threadCpuTime in span.attributes) spans.push(span);
  }
  return spans;
}
