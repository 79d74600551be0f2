import { expect, test } from 'vitest';
import type { Settings } from '../environment/variables.ts';
import { spanLimitsFrom } from './span-limits.ts';

test.each<[string, Settings, object]>([
  ['nothing', {}, {}],
  [
    'the limits of all signals',
    { OTEL_ATTRIBUTE_COUNT_LIMIT: 1, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 2 },
    { attributeCountLimit: 1, attributeValueLengthLimit: 2 },
  ],
  [
    'those of spans over those of all',
    {
      OTEL_ATTRIBUTE_COUNT_LIMIT: 1,
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 2,
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: 3,
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: 4,
    },
    { attributeCountLimit: 3, attributeValueLengthLimit: 4 },
  ],
  [
    'events and links',
    {
      OTEL_SPAN_EVENT_COUNT_LIMIT: 1,
      OTEL_SPAN_LINK_COUNT_LIMIT: 2,
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: 3,
      OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: 4,
    },
    { eventCountLimit: 1, linkCountLimit: 2, attributePerEventCountLimit: 3, attributePerLinkCountLimit: 4 },
  ],
])('the limits of spans: %s', (_, settings, limits) => {
  expect(spanLimitsFrom(settings)).toEqual(limits);
});
