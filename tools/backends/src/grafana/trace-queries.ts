/** The state of the query editor of Tempo that shows one trace. */
export function traceQuery(traceId: string): Readonly<Record<string, unknown>> {
  return { query: traceId, queryType: 'traceql' };
}

/** LogQL: the log records of one trace, from all services. */
export function traceLogsQuery(traceId: string): string {
  return `{service_name=~".+"} | trace_id="${traceId}"`;
}

/** TraceQL: traces with a span that has this attribute, a number that is never negative. */
export function tracesWithQuery(attribute: string): string {
  return `{ span.${attribute} >= 0 }`;
}
