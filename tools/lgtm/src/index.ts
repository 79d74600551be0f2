/** Reads Tempo, Loki and Prometheus, and knows the pages of Grafana. */
export { BackendError, getJson } from './get-json.ts';
export { lokiRecords } from './loki.ts';
export type { TempoSpan } from './otlp-json.ts';
export {
  dashboardPage,
  dashboardUid,
  explorePage,
  traceLogsQuery,
  traceQuery,
  type PageRange,
} from './pages.ts';
export { labelOf, prometheusVector } from './prometheus.ts';
export { tempoSearch, tempoTrace, type Period } from './tempo.ts';
