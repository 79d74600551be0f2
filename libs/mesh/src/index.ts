export type { CallScope } from './serve/call-scope.ts';
export { createClient, type CallOptions, type MeshClient } from './call/client.ts';
export { Gate } from './work/gate.ts';
export { serverStream, unary } from './serve/handlers.ts';
export { Health } from './wire/health.ts';
export {
  dataLoss,
  invalidArgument,
  MeshError,
  notFound,
  outOfRange,
  resourceExhausted,
  unavailable,
} from './wire/mesh-error.ts';
export { createPool, type Pool, type PoolOptions, type TaskResult } from './work/pool.ts';
export { bind, startServer, type MeshServer, type ServiceBinding } from './serve/server.ts';
export { toStatus } from './wire/to-status.ts';
export { untilStopSignal } from './serve/until-stop-signal.ts';
export { startUsage } from './serve/usage.ts';
