/** What the query editor of Tempo keeps to show one trace. */
export function traceQuery(traceId: string): Readonly<Record<string, unknown>> {
  return { query: traceId, queryType: 'traceql' };
}

/** LogQL: the log records of one trace, from all services. */
export function traceLogsQuery(traceId: string): string {
  return `{service_name=~".+"} | trace_id="${traceId}"`;
}

/** TraceQL: traces with a span that carries a number, which is never negative, under this name. */
export function tracesWithQuery(attribute: string): string {
  return `{ span.${attribute} >= 0 }`;
}
