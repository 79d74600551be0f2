import type { SpanLimits } from '@opentelemetry/sdk-trace';
import type { Settings } from '../environment/variables.ts';

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function defined<T extends Record<string, number | undefined>>(limits: T): Defined<T> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)) as Defined<T>;
}

/** The limits on what a span holds, as far as variables set them. The SDK has defaults for the others. */
export function spanLimitsFrom(settings: Settings): SpanLimits {
  return defined({
    attributeCountLimit: settings.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ?? settings.OTEL_ATTRIBUTE_COUNT_LIMIT,
    attributeValueLengthLimit:
      settings.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? settings.OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT,
    eventCountLimit: settings.OTEL_SPAN_EVENT_COUNT_LIMIT,
    linkCountLimit: settings.OTEL_SPAN_LINK_COUNT_LIMIT,
    attributePerEventCountLimit: settings.OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT,
    attributePerLinkCountLimit: settings.OTEL_LINK_ATTRIBUTE_COUNT_LIMIT,
  });
}
