import {
  metricSeries,
  traceLogs,
  traceSpans,
  type LogRecord,
  type Series,
  type Span,
} from '@prime-mesh/backends/embedded';
import { startHop, type Hop, type HopSettings } from './hop/start-hop.ts';
import { startMesh, type Mesh, type MeshBackend, type Overrides } from '@prime-mesh/harness';

/** What an experiment works with. Disposing of it stops everything that it started. */
export interface Lab extends AsyncDisposable {
  /** Starts hops, all at once. */
  startHops<const All extends readonly HopSettings[]>(...all: All): Promise<{ [Index in keyof All]: Hop }>;
  /** Starts the three services. They report to the backend of the lab, or to their own. */
  startMesh(overrides?: Overrides, backend?: 'shared' | 'own'): Promise<Mesh>;
  /** Stops all hops, so that everything that they recorded is in the backend. */
  stopHops(): Promise<void>;
  spans(traceId: string): Promise<readonly Span[]>;
  logs(traceId: string): Promise<readonly LogRecord[]>;
  series(metric: string): Promise<readonly Series[]>;
  /** Shows a table or a number below the verdict. */
  show(text: string): void;
  /** Shows a link to a trace below the verdict. */
  linkTrace(traceId: string, text: string): void;
}

/** Makes the lab of one experiment. */
export function openLab(backend: MeshBackend, show: (text: string) => void): Lab {
  const owned = new AsyncDisposableStack();
  const hops: Hop[] = [];
  const { tracePage = (traceId) => new URL(`/#trace=${traceId}`, backend.url).href } = backend;
  const stopHops = async (): Promise<void> => {
    await Promise.all(hops.splice(0).map(async (hop) => hop.stop()));
  };
  owned.defer(stopHops);
  return {
    async startHops<const All extends readonly HopSettings[]>(...all: All) {
      const starting = all.map(async (settings) => startHop(settings, backend.otlpEndpoint));
      for (const result of await Promise.allSettled(starting)) {
        if (result.status === 'fulfilled') hops.push(result.value); // to be stopped, even if another one failed
      }
      const started = await Promise.all(starting);
      return started as { [Index in keyof All]: Hop }; // map keeps the length, but its type does not
    },
    startMesh: async (overrides, whose = 'shared') =>
      owned.use(await startMesh(overrides, whose === 'shared' ? backend : undefined)),
    stopHops,
    spans: async (traceId) => traceSpans(backend.url, traceId),
    logs: async (traceId) => traceLogs(backend.url, traceId),
    series: async (metric) => metricSeries(backend.url, metric),
    show,
    linkTrace: (traceId, text) => show(`${text}: ${tracePage(traceId)}`),
    [Symbol.asyncDispose]: async () => owned.disposeAsync(),
  };
}
