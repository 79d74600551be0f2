/** The name of the service that made a span, in TraceQL. */
export const spanService = 'resource.service.name';

/** An attribute of a span, in TraceQL. */
export function onSpan(attribute: string): string {
  return `span.${attribute}`;
}
