import { fromJSON } from '@grpc/proto-loader';
import { readFileSync } from 'node:fs';

/** google.protobuf.FileDescriptorSet, its files left as they are. */
const { FileDescriptorSet } = fromJSON({
  nested: { FileDescriptorSet: { fields: { file: { rule: 'repeated', type: 'bytes', id: 1 } } } },
});

/** The serialized FileDescriptorProto of every file of the wire, of those imported, and of the health service. */
export function readDescriptors(): Buffer[] {
  const { deserialize } = FileDescriptorSet as { deserialize: (set: Buffer) => object };
  const set = readFileSync(new URL('generated/descriptors.binpb', import.meta.url));
  return (deserialize(set) as { file: Buffer[] }).file;
}
