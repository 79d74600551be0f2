import { diag } from '@opentelemetry/api';
import type * as GrpcModule from '@grpc/grpc-js';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { createRequire } from 'node:module';

/** The module as a require returns it. Nothing in the preload may import it as an ES module. */
export type Grpc = typeof GrpcModule;

/** Probes and tools, of any service: their calls are not traced, and their context is not read. */
const untraced = ['Check', 'Watch', 'ServerReflectionInfo'];

let patched: Grpc | undefined;

/**
 * Patches @grpc/grpc-js for tracing, however the program imports it, and returns it.
 *
 * Broken upstream: the instrumentation (0.223) patches what is required, and an ES import takes a snapshot of the names.
 * A require in the preload patches `module.exports` in place, before the first snapshot. Loader hooks are no help: they
 * miss the default import, with which servers are traced and clients are not, without an error. Goes when the
 * instrumentation patches ES imports of a CommonJS module whole.
 * @see https://github.com/open-telemetry/opentelemetry-js/issues/4711
 */
export function instrumentGrpc(): Grpc {
  if (patched !== undefined) return patched;
  new GrpcInstrumentation({ ignoreGrpcMethods: untraced });
  return (patched = createRequire(import.meta.url)('@grpc/grpc-js') as Grpc);
}

/**
 * Whether an ES import of @grpc/grpc-js is patched. It is not if the first import came before `instrumentGrpc`, or if
 * the instrumentation has changed. Clients then send no context, which only this function reports.
 */
export async function isGrpcInstrumented(): Promise<boolean> {
  const { loadPackageDefinition } = await import('@grpc/grpc-js');
  const isPatched = '__wrapped' in loadPackageDefinition;
  if (!isPatched) {
    diag.error(
      '@grpc/grpc-js was imported before the telemetry preload: calls are not traced and carry no context',
    );
  }
  return isPatched;
}
