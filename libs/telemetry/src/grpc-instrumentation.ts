import { diag } from '@opentelemetry/api';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { createRequire } from 'node:module';

/** Probes and tools, of any service: not traced, and their context is not read. */
const UNTRACED = ['Check', 'Watch', 'ServerReflectionInfo'];

/**
 * Patches @grpc/grpc-js, whatever way the program will import it. A require patches `module.exports` in place; an ESM
 * import then takes its snapshot of the patched names. An ESM import that came earlier holds the bare ones, by which
 * clients would send no context, without any error: this is reported.
 * @returns whether ESM imports of @grpc/grpc-js are patched
 */
export async function instrumentGrpc(): Promise<boolean> {
  new GrpcInstrumentation({ ignoreGrpcMethods: UNTRACED });
  createRequire(import.meta.url)('@grpc/grpc-js');
  const { loadPackageDefinition } = await import('@grpc/grpc-js');
  const isPatched = '__wrapped' in loadPackageDefinition;
  if (!isPatched) {
    diag.error(
      '@grpc/grpc-js was imported before the telemetry preload: calls are not traced and carry no context',
    );
  }
  return isPatched;
}
