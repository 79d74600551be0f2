import { names } from '@prime-mesh/telemetry/names';
import type { Backend, Page, TracedRun } from '../backend.ts';
import type { Lgtm } from './lgtm.ts';
import { dashboardNames, dashboardPage, explorePage, type PageRange } from './pages.ts';
import { traceLogsQuery, traceQuery } from './trace-queries.ts';

/** Time shown before and after a run, ms. Its last values arrive with the next export. */
const marginMs = 30_000;
const recently: PageRange = { from: 'now-1h', to: 'now' };

/** Links to the pages of Grafana for a trace and for a run, with its time range and its tenant. */
export function grafanaPages({ grafana, tempo }: Lgtm): Pick<Backend, 'tracePage' | 'runPages'> {
  const at = (path: string): string => `${grafana?.href.replace(/\/+$/, '')}${path}`;
  const explore = (...page: Parameters<typeof explorePage>): string => at(`${explorePage(...page)}&orgId=1`);
  if (grafana === undefined) {
    const api = (traceId: string): string => new URL(`api/v2/traces/${traceId}`, tempo.url).href;
    return { tracePage: api, runPages: () => [] };
  }
  return {
    tracePage: (traceId, run) => explore('tempo', traceQuery(traceId), run ? rangeOf(run) : recently),
    runPages: (run) => {
      const range = rangeOf(run);
      const tenant = run.baggage[names.baggage.tenant];
      const variables = tenant === undefined ? {} : { tenant };
      const pages: Page[] = dashboardNames.map((name) => ({
        title: name,
        url: at(dashboardPage(name, range, variables)),
      }));
      const logs = { expr: traceLogsQuery(run.traceId), queryType: 'range' };
      return [{ title: 'logs', url: explore('loki', logs, range) }, ...pages];
    },
  };
}

function rangeOf({ startedNs, endedNs }: TracedRun): PageRange {
  const toMs = (ns: bigint): number => Number(ns / 1_000_000n);
  const to = endedNs === undefined ? 'now' : `${toMs(endedNs) + marginMs}`;
  return { from: `${toMs(startedNs) - marginMs}`, to };
}
