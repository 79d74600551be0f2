/** A span as Tempo holds it. */
export interface TempoSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for a root. */
  readonly parentSpanId?: string;
  /** `service.name` of its resource, '' without one. */
  readonly service: string;
  readonly name: string;
  readonly kind: (typeof kinds)[number];
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** Of the span, not of its resource. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** By number, as in OTLP. */
const kinds = ['INTERNAL', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: string | number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}
type Attributes = readonly { readonly key: string; readonly value?: AnyValue }[];

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: string | number;
  readonly startTimeUnixNano?: string | number;
  readonly endTimeUnixNano?: string | number;
  readonly attributes?: Attributes;
}

/** Spans of one resource in OTLP's JSON; what has its zero value is left out. */
export interface ResourceSpans {
  readonly resource?: { readonly attributes?: Attributes };
  readonly scopeSpans?: readonly { readonly spans?: readonly JsonSpan[] }[];
}

/** The spans in it, in any order. */
export function readResourceSpans(all: readonly ResourceSpans[]): TempoSpan[] {
  return all.flatMap(({ resource, scopeSpans = [] }) => {
    const service = readAttributes(resource?.attributes)['service.name'];
    const name = typeof service === 'string' ? service : '';
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => readSpan(span, name)));
  });
}

function readSpan(span: JsonSpan, service: string): TempoSpan {
  const parentSpanId = readId(span.parentSpanId ?? '');
  return {
    traceId: readId(span.traceId),
    spanId: readId(span.spanId),
    ...(/[1-9a-f]/.test(parentSpanId) && { parentSpanId }),
    service,
    name: span.name ?? '',
    kind: readKind(span.kind),
    startNs: BigInt(span.startTimeUnixNano ?? 0),
    endNs: BigInt(span.endTimeUnixNano ?? 0),
    attributes: readAttributes(span.attributes),
  };
}

/** Protobuf's JSON has bytes in base64, OTLP's has ids in hex; Tempo has answered with either. */
function readId(id: string): string {
  return /^([0-9a-f]{16}){1,2}$/i.test(id) ? id.toLowerCase() : Buffer.from(id, 'base64').toString('hex');
}

function readKind(kind: string | number = 0): TempoSpan['kind'] {
  if (typeof kind === 'number') return kinds[kind] ?? 'INTERNAL';
  return kinds.find((name) => kind === `SPAN_KIND_${name}`) ?? 'INTERNAL';
}

function readAttributes(attributes: Attributes = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: AnyValue = {}): unknown {
  const { intValue, doubleValue, arrayValue } = value;
  const number = intValue ?? doubleValue;
  if (number !== undefined) return Number(number);
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(readValue);
  return value.stringValue ?? value.boolValue;
}
