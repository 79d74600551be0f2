import type { ServiceConfig, ServiceDefinition, status } from '@grpc/grpc-js';
import { methodOf, serviceNameOf, type MethodName } from '../wire/service-types.ts';

/** When a failed call is repeated. gRPC draws each delay at random from [0, backoff]. */
export interface RetryPolicy {
  /** All attempts, the first one included, at most 5. With 1 the call is not repeated. */
  readonly maxAttempts: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  /** The factor from one backoff to the next. */
  readonly backoffMultiplier: number;
  /** The failures after which the call is repeated. */
  readonly statuses: readonly (keyof typeof status)[];
}

/** What differs from the default policy, by method. */
export type RetryPolicies<D extends ServiceDefinition> = {
  readonly [M in MethodName<D>]?: Partial<RetryPolicy>;
};

/**
 * Every method is idempotent up to its first answer, and UNAVAILABLE says that no work was done. Four attempts outlast
 * the restart of a replica only together with other replicas; more would hide an outage.
 */
const defaultPolicy: RetryPolicy = {
  maxAttempts: 4,
  initialBackoffMs: 100,
  maxBackoffMs: 1_000,
  backoffMultiplier: 2,
  statuses: ['UNAVAILABLE'],
};

type MethodConfig = ServiceConfig['methodConfig'][number];

/**
 * Returns the service config of a client: calls go round all replicas, and a method without a policy of its own is
 * retried by the default.
 * @see https://github.com/grpc/grpc/blob/master/doc/service_config.md
 */
export function serviceConfig<D extends ServiceDefinition>(
  definition: D,
  retry: RetryPolicies<D>,
): ServiceConfig {
  const service = serviceNameOf(definition);
  const own = (Object.keys(retry) as MethodName<D>[]).map((name): MethodConfig => {
    const method = methodOf(definition, name).path.split('/')[2] ?? '';
    return { name: [{ service, method }], ...retryConfig({ ...defaultPolicy, ...retry[name] }) };
  });
  return {
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: [...own, { name: [{}], ...retryConfig(defaultPolicy) }],
  };
}

/** Returns no policy for a single attempt, which gRPC would refuse. */
function retryConfig({ maxAttempts, ...policy }: RetryPolicy): Pick<MethodConfig, 'retryPolicy'> {
  if (maxAttempts < 2) return {};
  return {
    retryPolicy: {
      maxAttempts,
      initialBackoff: `${policy.initialBackoffMs / 1e3}s`,
      maxBackoff: `${policy.maxBackoffMs / 1e3}s`,
      backoffMultiplier: policy.backoffMultiplier,
      retryableStatusCodes: [...policy.statuses],
    },
  };
}
