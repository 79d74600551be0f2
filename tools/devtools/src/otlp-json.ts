import { MalformedExportError } from './ingest.ts';
import { messageType } from './otlp.ts';
import { signals, type Signal } from './signals.ts';

/** Fields that OTLP writes in hexadecimal, unlike the JSON form of protobuf. */
const idFields = new Set(['traceId', 'spanId', 'parentSpanId']);

/**
 * The same export as protobuf, which is all that is stored and forwarded.
 * @throws {MalformedExportError} on text that is no JSON of this shape
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function jsonToBytes(signal: Signal, text: Buffer): Buffer {
  const { service, request } = signals[signal];
  const type = messageType(request);
  try {
    const parsed = JSON.parse(String(text), (key, value: unknown) =>
      idFields.has(key) && typeof value === 'string' ? idBytes(value) : value,
    ) as unknown;
    if (typeof parsed !== 'object' || parsed === null) throw new TypeError('not an object');
    return Buffer.from(type.encode(type.fromObject(parsed)).finish());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MalformedExportError(`malformed ${service} export: ${reason}`, { cause: error });
  }
}

/** No bytes where it is no hexadecimal, so that its record alone is refused. */
function idBytes(hex: string): Buffer {
  return /^(?:[\da-f]{2})*$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.alloc(0);
}
