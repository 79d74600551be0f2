import type { AttributeMap, AttributeValue, Source, Span } from '../span.ts';

/** Indexed by the number in OTLP. */
const kinds = ['INTERNAL', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const statuses = ['UNSET', 'OK', 'ERROR'] as const;

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: string | number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}
type Attributes = readonly { readonly key: string; readonly value?: AnyValue }[];

interface JsonStatus {
  readonly code?: string | number;
  readonly message?: string;
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: string | number;
  readonly startTimeUnixNano?: string | number;
  readonly endTimeUnixNano?: string | number;
  readonly status?: JsonStatus;
  readonly attributes?: Attributes;
  readonly events?: readonly { readonly name?: string; readonly attributes?: Attributes }[];
}

/** Spans of one resource in OTLP's JSON, which leaves out zero values. */
export interface ResourceSpans {
  readonly resource?: { readonly attributes?: Attributes };
  readonly scopeSpans?: readonly { readonly spans?: readonly JsonSpan[] }[];
}

/** Returns the spans in it, in any order. */
export function readResourceSpans(all: readonly ResourceSpans[]): Span[] {
  return all.flatMap(({ resource, scopeSpans = [] }) => {
    const attributes = readAttributes(resource?.attributes);
    const textOf = (value: AttributeValue | undefined): string => (typeof value === 'string' ? value : '');
    const source = {
      service: textOf(attributes['service.name']),
      instanceId: textOf(attributes['service.instance.id']),
    };
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => ({ ...source, ...readSpan(span) })));
  });
}

function readSpan(span: JsonSpan): Omit<Span, keyof Source> {
  const parentSpanId = readId(span.parentSpanId ?? '');
  const { code, message = '' } = span.status ?? {};
  return {
    traceId: readId(span.traceId),
    spanId: readId(span.spanId),
    ...(/[1-9a-f]/.test(parentSpanId) && { parentSpanId }),
    name: span.name ?? '',
    kind: readEnum(kinds, 'SPAN_KIND', span.kind),
    startNs: BigInt(span.startTimeUnixNano ?? 0),
    endNs: BigInt(span.endTimeUnixNano ?? 0),
    status: readEnum(statuses, 'STATUS_CODE', code),
    ...(message !== '' && { statusMessage: message }),
    attributes: readAttributes(span.attributes),
    events: (span.events ?? []).map(({ name = '', attributes }) => ({
      name,
      attributes: readAttributes(attributes),
    })),
  };
}

/** Protobuf's JSON has ids in base64, OTLP's has them in hex; versions of Tempo differ. */
function readId(id: string): string {
  return /^([0-9a-f]{16}){1,2}$/i.test(id) ? id.toLowerCase() : Buffer.from(id, 'base64').toString('hex');
}

/** A value of an enumeration is sent as its number or its name; zero is left out. */
function readEnum<T extends string>(
  values: readonly [T, ...T[]],
  prefix: string,
  value: string | number = 0,
): T {
  const found =
    typeof value === 'number' ? values[value] : values.find((name) => value === `${prefix}_${name}`);
  return found ?? values[0];
}

function readAttributes(attributes: Attributes = []): AttributeMap {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: AnyValue = {}): AttributeValue {
  const { intValue, doubleValue, arrayValue } = value;
  const number = intValue ?? doubleValue;
  if (number !== undefined) return Number(number);
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(readValue);
  return value.stringValue ?? value.boolValue ?? null;
}
