import type { ServiceConfig, ServiceDefinition, status } from '@grpc/grpc-js';
import { methodOf, serviceNameOf, type MethodName } from '../wire/service-types.ts';

/** When a failed call is made again. gRPC draws each delay at random from [0, backoff]. */
export interface RetryPolicy {
  /** Attempts in all, at most 5; 1: the call is not repeated. */
  readonly maxAttempts: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  /** Each backoff is so many times the one before it. */
  readonly backoffMultiplier: number;
  /** The failures after which the call is made again. */
  readonly statuses: readonly (keyof typeof status)[];
}

/** What one client does differently, by method. */
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
 * The service config of a client: calls go round all replicas, and each method is retried by its own policy or else by
 * the default. A policy that names a method replaces the default for it.
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

/** A policy of one attempt is none: gRPC refuses it. */
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
