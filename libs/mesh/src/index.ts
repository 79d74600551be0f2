export type { CallScope } from './call-scope.ts';
export { createClient, type CallOptions, type MeshClient } from './client.ts';
export { Gate } from './gate.ts';
export { serverStream, unary } from './handlers.ts';
export { Health } from './health.ts';
export {
  dataLoss,
  invalidArgument,
  MeshError,
  notFound,
  outOfRange,
  resourceExhausted,
  unavailable,
} from './mesh-error.ts';
export { createPool, type Pool, type PoolOptions, type TaskResult } from './pool.ts';
export { bind, startServer, type MeshServer, type ServiceBinding } from './server.ts';
export { toStatus } from './to-status.ts';
export { untilStopSignal } from './until-stop-signal.ts';
export { startUsage } from './usage.ts';
