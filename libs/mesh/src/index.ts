export { createClient, type CallOptions, type ClientOptions, type MeshClient } from './call/client.ts';
export type { RetryPolicies, RetryPolicy } from './call/service-config.ts';
export type { CallScope } from './serve/call-scope.ts';
export { serverStream, unary } from './serve/handlers.ts';
export { bind, startServer, type MeshServer, type ServiceBinding } from './serve/server.ts';
export { serveUntil } from './serve/serve-until.ts';
export { untilStopSignal } from './serve/until-stop-signal.ts';
export { startUsage } from './serve/usage.ts';
export { Gate } from './work/gate.ts';
export { createPool, type Pool, type PoolOptions, type TaskResult } from './work/pool.ts';
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
export type { Tls } from './wire/tls.ts';
export { toStatus } from './wire/to-status.ts';
