import { diag } from '@opentelemetry/api';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { createRequire } from 'node:module';
import type { Grpc } from '../export/otlp-connection.ts';

/** Probes and tools, of any service: not traced, and their context is not read. */
const untraced = ['Check', 'Watch', 'ServerReflectionInfo'];

/**
 * Patches @grpc/grpc-js, whatever way the program will import it: a require patches `module.exports` in place, and an
 * ES import takes its snapshot of the names after that. Nothing may import it as an ES module before.
 */
export function instrumentGrpc(): Grpc {
  new GrpcInstrumentation({ ignoreGrpcMethods: untraced });
  return createRequire(import.meta.url)('@grpc/grpc-js') as Grpc;
}

/**
 * Whether an ES import of @grpc/grpc-js is patched. If the first one came before `instrumentGrpc`, it is not: servers
 * are traced then, clients send no context, and nothing else would say so.
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
