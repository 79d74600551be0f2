import type { BaggageRow, OpenValues } from './row.ts';
import { services } from './services.ts';

/** Text without control characters; longer values cost every call of a run. */
const shortText = (description: string): OpenValues => ({
  description: `${description}, at most 128 characters`,
  pattern: /^[^\p{Cc}\p{Cs}]{1,128}$/u,
});

/** Text that is on no other line of a bill: metrics name all tenants beyond their bound `other`, bills nobody `(none)`. */
const tenant: OpenValues = {
  description: 'name of the customer, at most 128 characters, neither `other` nor `(none)`',
  pattern: /^(?!(?:other|\(none\))$)[^\p{Cc}\p{Cs}]{1,128}$/u,
};

/** Milliseconds, at most 99 999: a fault must end by itself. Status names: https://grpc.io/docs/guides/status-codes/ */
const fault: OpenValues = {
  description: '`delay:200ms` `error:0.3` `status:UNAVAILABLE` `cpu:300ms`',
  pattern: new RegExp(
    '^(delay:\\d{1,5}ms|cpu:\\d{1,5}ms|error:(0(\\.\\d{1,6})?|1(\\.0{1,6})?)|status:(CANCELLED|UNKNOWN|INVALID_ARGUMENT|' +
      'DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|' +
      'OUT_OF_RANGE|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED))$',
  ),
};

/**
 * Baggage keys: one row each. Every service drops an entry that no row allows, and counts it.
 *
 * One table for the whole mesh and not a part in each service: an entry passes services that do nothing about it, and
 * each of them has to know that it is allowed.
 */
export const baggageRows = {
  tenant: {
    name: 'mesh.tenant',
    owner: 'caller',
    description: 'customer for whom the work is done',
    values: tenant,
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 50,
  },
  tier: {
    name: 'mesh.tier',
    owner: 'caller',
    description: 'class of service of the customer',
    values: ['free', 'silver', 'gold'],
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 3,
  },
  algorithm: {
    name: 'mesh.algorithm',
    owner: 'caller',
    description: 'how candidates shall be tested',
    values: ['sieve', 'trial', 'miller-rabin'],
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 3,
  },
  requestId: {
    name: 'mesh.request_id',
    owner: 'caller',
    description: 'request of the caller',
    values: shortText('identifier of the request, unique'),
    to: ['span', 'log'],
    crossesEdge: true,
    personalData: false,
    metricValues: 0,
  },
  synthetic: {
    name: 'mesh.synthetic',
    owner: 'load generator',
    description: 'whether the run is a test and its result not wanted',
    values: ['true', 'false'],
    to: ['span', 'log'],
    crossesEdge: true,
    personalData: false,
    metricValues: 0,
  },
  debug: {
    name: 'mesh.debug',
    owner: 'operator',
    description: 'whether the trace has to be recorded',
    values: ['true', 'false'],
    to: ['span', 'log'],
    crossesEdge: 'DEBUG_ENABLED',
    personalData: false,
    metricValues: 0,
  },
  fault: {
    name: 'mesh.fault.',
    services,
    owner: 'operator',
    description: 'what shall go wrong at that service',
    values: fault,
    to: ['span', 'log'],
    crossesEdge: 'FAULTS_ENABLED',
    personalData: false,
    metricValues: 0,
  },
} as const satisfies Record<string, BaggageRow>;
