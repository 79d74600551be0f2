import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as tempo from '@grafana/grafana-foundation-sdk/tempo';
import type { Query } from '../queries/query.ts';

type QueryBuilder = prometheus.DataqueryBuilder | loki.DataqueryBuilder | tempo.DataqueryBuilder;
type QueryOf<Source extends Query['source']> = Extract<Query, { source: Source }>;

/** Traces or spans that a search lists. */
const listed = 30;

/** A query as a panel of Grafana holds it. The uid of a data source is its name. */
export function renderQuery(query: Query, refId: string, isTable: boolean): QueryBuilder {
  const datasource = { type: query.source, uid: query.source };
  switch (query.source) {
    case 'prometheus':
      return promql(query, isTable).refId(refId).datasource(datasource);
    case 'loki':
      return logql(query).refId(refId).datasource(datasource);
    case 'tempo':
      return traceql(query).refId(refId).datasource(datasource);
  }
}

function promql(
  { expr, legend, instant = false, exemplars = false }: QueryOf<'prometheus'>,
  isTable: boolean,
): prometheus.DataqueryBuilder {
  const builder = new prometheus.DataqueryBuilder().expr(expr).legendFormat(legend);
  if (isTable) builder.format(prometheus.PromQueryFormat.Table);
  return instant ? builder.instant() : builder.range().exemplar(exemplars);
}

function logql({ expr, legend = '' }: QueryOf<'loki'>): loki.DataqueryBuilder {
  return new loki.DataqueryBuilder().expr(expr).queryType('range').legendFormat(legend);
}

function traceql({ expr, answer }: QueryOf<'tempo'>): tempo.DataqueryBuilder {
  const builder = new tempo.DataqueryBuilder();
  switch (answer) {
    case 'service-map':
      return builder.queryType('serviceMap').serviceMapQuery(expr);
    case 'series':
      return builder.queryType('traceql').query(expr).metricsQueryType(tempo.MetricsQueryType.Range);
    case 'traces':
      return builder.queryType('traceql').query(expr).limit(listed).tableType(tempo.SearchTableType.Traces);
    case 'spans':
      return builder.queryType('traceql').query(expr).limit(listed).tableType(tempo.SearchTableType.Spans);
  }
}
