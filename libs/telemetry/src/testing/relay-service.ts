import type { ServiceDefinition } from '@grpc/grpc-js';
import { rawMethod } from './raw-method.ts';

export const relayPath = '/test.v1.Relay/Call';

/** A method that is traced, and one whose name keeps it from being traced. */
export const relayService: ServiceDefinition = {
  Call: rawMethod(relayPath),
  Check: rawMethod('/test.v1.Relay/Check'),
};
