import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/devtools/query-client';
import type { Backend } from './backend.ts';
import { FailureError } from './command-error.ts';

/** Reads from the embedded backend, or says how to come to one. */
export async function askEmbedded<T>(url: string, answer: Promise<T>): Promise<T> {
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
    tracePage: (traceId) => new URL(`/#trace=${traceId}`, url).href,
  };
}
