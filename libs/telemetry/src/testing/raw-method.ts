import type { MethodDefinition } from '@grpc/grpc-js';

const bytes = (value: Buffer): Buffer => value;

/** A unary method whose messages are bytes on both sides. */
export function rawMethod(path: string): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
}
