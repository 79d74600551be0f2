/** A value that an attribute may have. */
export type AttributeValue = string | number | boolean | null | readonly AttributeValue[] | AttributeMap;
export interface AttributeMap {
  readonly [key: string]: AttributeValue;
}

/** Who sent it: `service.name` and `service.instance.id` of the resource; '' when the sender gave none. */
export interface Source {
  readonly service: string;
  readonly instanceId: string;
}

/** A span, whichever backend it was read from. */
export interface Span extends Source {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for a root. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly statusMessage?: string;
  /** Of the span, without those of its resource that `Source` has. */
  readonly attributes: AttributeMap;
  readonly events: readonly { readonly name: string; readonly attributes: AttributeMap }[];
}
