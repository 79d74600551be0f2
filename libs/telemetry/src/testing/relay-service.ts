import type { ServiceDefinition } from '@grpc/grpc-js';

const bytes = (value: Buffer): Buffer => value;
const codec = {
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
} as const;

export const relayPath = '/test.v1.Relay/Call';

/** A method that is traced, and one whose name keeps it from being traced. */
export const relayService: ServiceDefinition = {
  Call: { path: relayPath, ...codec },
  Check: { path: '/test.v1.Relay/Check', ...codec },
};
