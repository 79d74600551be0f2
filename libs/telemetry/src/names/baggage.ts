import type { BaggageRow, OpenValues } from './row.ts';
import { services } from './services.ts';

/** Text without control characters; longer values cost every call of a run. */
const shortText = (description: string): OpenValues => ({
  description: `${description}, at most 128 characters`,
  pattern: /^[^\p{Cc}\p{Cs}]{1,128}$/u,
});

/** Milliseconds, at most 99 999: a fault must end by itself. Status names: https://grpc.io/docs/guides/status-codes/ */
const fault: OpenValues = {
  description: '`delay:200ms` `error:0.3` `status:UNAVAILABLE` `cpu:300ms`',
  pattern: new RegExp(
    '^(delay:\\d{1,5}ms|cpu:\\d{1,5}ms|error:(0(\\.\\d{1,6})?|1(\\.0{1,6})?)|status:(CANCELLED|UNKNOWN|INVALID_ARGUMENT|' +
      'DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|' +
      'OUT_OF_RANGE|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED))$',
  ),
};

/** Baggage keys: one row a key. An entry that no row lets in is dropped where it arrives, and counted. */
export const baggageRows = {
  tenant: {
    name: 'mesh.tenant',
    owner: 'caller',
    values: shortText('name of the customer'),
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 50,
    effect: 'who is charged for the CPU time',
  },
  tier: {
    name: 'mesh.tier',
    owner: 'caller',
    values: ['free', 'silver', 'gold'],
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 3,
    effect: 'gold waits behind gold alone, silver not behind free; without it free',
  },
  algorithm: {
    name: 'mesh.algorithm',
    owner: 'caller',
    values: ['sieve', 'trial', 'miller-rabin'],
    to: ['span', 'log', 'metric'],
    crossesEdge: true,
    personalData: false,
    metricValues: 3,
    effect: 'how the transformer tests candidates, unless the request says it',
  },
  requestId: {
    name: 'mesh.request_id',
    owner: 'caller',
    values: shortText('identifier of the request, unique'),
    to: ['span', 'log'],
    crossesEdge: true,
    personalData: false,
    metricValues: 0,
    effect: 'none',
  },
  synthetic: {
    name: 'mesh.synthetic',
    owner: 'load generator',
    values: ['true', 'false'],
    to: ['span', 'log'],
    crossesEdge: true,
    personalData: false,
    metricValues: 0,
    effect: 'true: the run is verified and not stored',
  },
  debug: {
    name: 'mesh.debug',
    owner: 'operator',
    values: ['true', 'false'],
    to: ['span', 'log'],
    crossesEdge: 'DEBUG_ENABLED',
    personalData: false,
    metricValues: 0,
    effect: 'true: the trace is recorded, whatever the sampler says',
  },
  fault: {
    name: 'mesh.fault.',
    services,
    owner: 'operator',
    values: fault,
    to: ['span', 'log'],
    crossesEdge: 'FAULTS_ENABLED',
    personalData: false,
    metricValues: 0,
    effect: 'the service delays, fails or burns CPU as told',
  },
} as const satisfies Record<string, BaggageRow>;
