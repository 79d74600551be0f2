/** Reads telemetry back: from the embedded backend, or from Tempo, Loki and Prometheus with the pages of Grafana. */
export { BackendError } from './backend-error.ts';
export type {
  Backend,
  BillSources,
  CountedTime,
  MetricReport,
  Page,
  Period,
  TraceLog,
  TracedRun,
} from './backend.ts';
export { embeddedBackend } from './embedded/embedded-backend.ts';
export { getJson, type Api } from './grafana/get-json.ts';
export { grafanaBackend } from './grafana/grafana-backend.ts';
export type { Lgtm, TelemetryStore } from './grafana/lgtm.ts';
export { lokiRecords } from './grafana/loki.ts';
export {
  dashboardNames,
  dashboardPage,
  dashboardUid,
  dataSourceUids,
  explorePage,
  type PageRange,
} from './grafana/pages.ts';
export { labelOf, prometheusVector } from './grafana/prometheus.ts';
export { tempoSearch, tempoTrace } from './grafana/tempo.ts';
export { traceLogsQuery, traceQuery, tracesWithQuery } from './grafana/trace-queries.ts';
export type { AttributeMap, AttributeValue, Source, Span } from './span.ts';
