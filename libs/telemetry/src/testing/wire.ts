/** The fields of a message by number, each with its name and how it is read. A list is a repeated message. */
export interface Schema {
  readonly [field: number]: readonly [name: string, kind: Kind | Schema | readonly [Schema]];
}
type Kind = 'string' | 'hex' | 'varint' | 'fixed64' | 'double' | 'doubles' | 'fixed64s';

/** A decoded message; the accessors below narrow it. */
export type Message = Record<string, unknown>;

const varintWire = 0;
const fixed64Wire = 1;
const delimitedWire = 2;
const fixed32Wire = 5;

/** Reads protobuf by a schema taken from opentelemetry-proto, without any code of the exporters. */
export function decode(bytes: Buffer, schema: Schema): Message {
  const message: Message = {};
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const key = Number(varint());
    const type = key & 7;
    const raw =
      type === varintWire
        ? varint()
        : take(
            type === fixed64Wire
              ? 8
              : type === fixed32Wire
                ? 4
                : type === delimitedWire
                  ? Number(varint())
                  : NaN,
          );
    const [name, kind] = schema[key >> 3] ?? [];
    if (name === undefined || kind === undefined) continue;
    if (Array.isArray(kind))
      message[name] = [...((message[name] as unknown[] | undefined) ?? []), decodeOne(raw, kind[0])];
    else message[name] = decodeOne(raw, kind as Kind | Schema);
  }
  return message;
}

function decodeOne(raw: Buffer | bigint, kind: Kind | Schema): unknown {
  if (typeof raw === 'bigint') return kind === 'varint' ? Number(BigInt.asIntN(64, raw)) : undefined;
  if (typeof kind === 'object') return decode(raw, kind);
  switch (kind) {
    case 'string':
      return raw.toString('utf8');
    case 'hex':
      return raw.toString('hex');
    case 'fixed64':
      return raw.readBigInt64LE();
    case 'double':
      return raw.readDoubleLE();
    case 'doubles':
      return Array.from({ length: raw.length / 8 }, (_, index) => raw.readDoubleLE(index * 8));
    case 'fixed64s':
      return Array.from({ length: raw.length / 8 }, (_, index) => Number(raw.readBigUInt64LE(index * 8)));
    case 'varint':
      return undefined;
  }
}
