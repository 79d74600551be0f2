import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

interface HealthRequest {
  /** Empty for the server as a whole. */
  readonly service: string;
}
interface HealthResponse {
  readonly status: 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

/** The definition of the health service v1, for `createClient`. */
export const Health = service as unknown as ServiceDefinition & {
  readonly Check: MethodDefinition<HealthRequest, HealthResponse>;
  readonly Watch: MethodDefinition<HealthRequest, HealthResponse>;
};
