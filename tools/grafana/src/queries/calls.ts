import { label } from './label.ts';
import { series } from './series.ts';

/** Counts the calls that servers ended, by method and status. */
export const calls = `${series.rpcServerCallDuration}_count`;

/** Matchers of the method of a call. */
export const method = {
  /** One call for each request from outside. */
  run: `${label.rpcMethod}="primemesh.v1.Loader/Run"`,
  transform: `${label.rpcMethod}="primemesh.v1.Transformer/Transform"`,
  /** What the services call, and call again when it fails. */
  steps: `${label.rpcMethod}=~"primemesh.v1.(Extractor/Extract|Transformer/Transform)"`,
} as const;

/** Matchers of the status of a call. */
export const status = {
  ok: `${label.rpcResponseStatusCode}="OK"`,
  notOk: `${label.rpcResponseStatusCode}!="OK"`,
  /** A queue or the memory for blocks is full. */
  exhausted: `${label.rpcResponseStatusCode}="RESOURCE_EXHAUSTED"`,
  /** The server, not its caller, is at fault (semantic conventions of gRPC). */
  faulty: `${label.rpcResponseStatusCode}=~"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS"`,
} as const;
