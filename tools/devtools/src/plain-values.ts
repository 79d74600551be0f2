import type { AnyValue, Int64, KeyValue, Scope } from './otlp.ts';

/** A value as the store keeps it: what JSON can express without loss. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

export function plainAttributes(attributes: readonly KeyValue[] = []): Record<string, PlainValue> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));
}

/**
 * Integers beyond 2^53 and non-finite numbers become decimal text and bytes become base64, as in the JSON
 * form of protobuf; an empty value becomes null.
 */
export function plainValue(any: AnyValue | null): PlainValue {
  switch (any?.value) {
    case 'stringValue':
      return any.stringValue;
    case 'boolValue':
      return any.boolValue;
    case 'intValue': {
      const number = any.intValue.toNumber();
      return Number.isSafeInteger(number) ? number : any.intValue.toString();
    }
    case 'doubleValue':
      return Number.isFinite(any.doubleValue) ? any.doubleValue : String(any.doubleValue);
    case 'arrayValue':
      return any.arrayValue.values.map(plainValue);
    case 'kvlistValue':
      return plainAttributes(any.kvlistValue.values);
    case 'bytesValue':
      return Buffer.from(any.bytesValue).toString('base64');
    case undefined:
      return null;
  }
}

/** Epoch nanoseconds as the store's float64 milliseconds, good to 0.25 µs; the order of times is kept. */
export function toEpochMs({ low, high }: Int64): number {
  const ns = BigInt.asUintN(64, (BigInt(high) << 32n) | BigInt(low >>> 0));
  return Number(ns / 1_000_000n) + Number(ns % 1_000_000n) / 1e6;
}

/** Not a view of the same memory: an id that was not sent is an empty array of numbers. */
export function toHex(id: Uint8Array): string {
  return Buffer.from(id).toString('hex');
}

/** The instrumentation scope as the store names it, if the sender gave one. */
export function plainScope(scope: Scope | null): { scope?: { name: string; version: string } } {
  return scope === null || scope.name === '' ? {} : { scope: { name: scope.name, version: scope.version } };
}

export function serviceName(resource: Readonly<Record<string, unknown>>): string {
  const name = resource['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown';
}
