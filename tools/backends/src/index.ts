/** Reads Tempo, Loki and Prometheus, and knows the pages of Grafana. */
export { BackendError, getJson } from './get-json.ts';
export { lokiRecords } from './loki.ts';
export {
  dashboardNames,
  dashboardPage,
  dashboardUid,
  dataSourceUids,
  explorePage,
  type PageRange,
} from './pages.ts';
export { labelOf, prometheusVector } from './prometheus.ts';
export { tempoSearch, tempoTrace, type Period } from './tempo.ts';
export { traceLogsQuery, traceQuery, tracesWithQuery } from './trace-queries.ts';
