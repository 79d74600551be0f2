// The preload of the main thread. Nothing in its static graph may import @grpc/grpc-js as an ES module.
import { context, diag, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Resource } from '@opentelemetry/resources';
import { setEnvironmentData } from 'node:worker_threads';
import { oneLine, setDiagnostics, setWarnings } from './diagnostics.ts';
import { readEnvironment } from './environment/read-environment.ts';
import type { Settings } from './environment/variables.ts';
import { instrumentGrpc, isGrpcInstrumented, type Grpc } from './grpc-js/instrument-grpc.ts';
import { currentHandle, setHandle } from './handle.ts';
import { propagatorFrom } from './propagator.ts';
import { resourceFrom } from './resource.ts';
import { shutdownMs } from './shutdown.ts';
import { startSdk, type Sdk } from './start-sdk.ts';

const contextManager = new AsyncLocalStorageContextManager();

/** OTEL_SDK_DISABLED: nothing is recorded, while context and baggage still pass through, as the specification asks. */
function startPassThrough(settings: Settings): Sdk {
  context.setGlobalContextManager(contextManager.enable());
  propagation.setGlobalPropagator(propagatorFrom(settings));
  return { adopt: () => {}, shutdown: async () => {} };
}

function startSdkOrNone(settings: Settings, resource: Resource, grpc: Grpc): Sdk {
  if (settings.OTEL_SDK_DISABLED === 'true') return startPassThrough(settings);
  try {
    return startSdk(settings, { resource, grpc, contextManager });
  } catch (error) {
    diag.error(`nothing is recorded: ${oneLine(error)}`);
    return startPassThrough(settings);
  }
}

async function start(): Promise<void> {
  const { settings, problems } = readEnvironment(process.env);
  setDiagnostics(settings);
  setWarnings();
  for (const problem of problems) diag.warn(problem);
  const grpc = instrumentGrpc();
  const resource = resourceFrom(settings);
  const sdk = startSdkOrNone(settings, resource, grpc);
  const isInstrumented = await isGrpcInstrumented();
  const serviceName = String(resource.attributes['service.name']);
  const instanceId = String(resource.attributes['service.instance.id']);
  setEnvironmentData('prime-mesh.service.name', serviceName);
  setEnvironmentData('prime-mesh.service.instance.id', instanceId);
  let stopped: Promise<void> | undefined;
  const shutdown = async (withinMs: number): Promise<void> => (stopped ??= sdk.shutdown(withinMs));
  setHandle({
    serviceName,
    instanceId,
    isInstrumented,
    adopt: sdk.adopt,
    take: () => [],
    shutdown,
  });
  process.once('beforeExit', () => void shutdown(shutdownMs)); // a program that just ends loses nothing either
}

if (currentHandle() === undefined) await start();
