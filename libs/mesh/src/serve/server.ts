import {
  Server,
  type ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { createLogger, isInstrumented, names } from '@prime-mesh/telemetry';
import { HealthImplementation } from 'grpc-health-check';
import { applyWorkArounds } from '../grpc-js/apply-work-arounds.ts';
import { countRefusedCallers } from '../grpc-js/count-refused-callers.ts';
import { reportChanged } from '../grpc-js/internals.ts';
import { OpenCalls } from '../grpc-js/open-calls.ts';
import { withBlockFrames } from '../grpc-js/send-blocks-in-place.ts';
import { deliverUndecodable } from '../grpc-js/undecodable-request.ts';
import { serverOptions } from '../wire/channel-options.ts';
import { Health } from '../wire/health.ts';
import { unavailable } from '../wire/mesh-error.ts';
import { serviceNameOf, type Handlers } from '../wire/service-types.ts';
import { serverCredentials, type Tls } from '../wire/tls.ts';
import { addReflection } from './add-reflection.ts';
import { defaultDrainBudgetMs, drain } from './drain.ts';
import { provenTenant } from './proven-tenant.ts';
import { serverMetrics } from './server-metrics.ts';

const log = createLogger('mesh.server');

/** A service and the handlers that answer its calls. */
export interface ServiceBinding {
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly handlers: UntypedServiceImplementation;
}

/** Pairs a service of the contracts with a handler for each of its methods. */
export function bind<D extends ServiceDefinition>(definition: D, handlers: Handlers<D>): ServiceBinding {
  return {
    name: serviceNameOf(definition),
    definition: withBlockFrames(deliverUndecodable(definition)),
    handlers,
  };
}

export interface MeshServerOptions {
  readonly host: string;
  /** With 0, any free one. */
  readonly port: number;
  readonly services: readonly ServiceBinding[];
  readonly drainBudgetMs?: number;
  /** Whether callers come from outside the mesh: then a certificate says who they are, not their baggage. */
  readonly isEdge?: boolean;
  /** Absent: whoever reaches the port may call, and whoever reaches the network may read along. */
  readonly tls?: Tls | undefined;
}

/**
 * A server that listens. Disposing of it stops it: health turns NOT_SERVING, no new call is taken, and calls under way
 * may end within the drain budget. Those that do not are answered UNAVAILABLE.
 */
export interface MeshServer extends AsyncDisposable {
  readonly port: number;
  /** Sets what health checks are told of the server as a whole and of each service. */
  setServing(isServing: boolean): void;
}

/**
 * Starts a server of `services`, with health checks and reflection. It is SERVING when the promise resolves.
 * @throws {MeshError} UNAVAILABLE if it cannot listen on host and port
 */
export async function startServer({
  host,
  port,
  services,
  drainBudgetMs = defaultDrainBudgetMs,
  isEdge = false,
  tls,
}: MeshServerOptions): Promise<MeshServer> {
  if (!isInstrumented()) log.error(names.events.telemetryMissing);
  applyWorkArounds();
  const openCalls = new OpenCalls();
  const interceptors = [serverMetrics(), ...(isEdge ? [provenTenant] : []), openCalls.interceptor];
  const server = new Server({ ...serverOptions, interceptors });
  const serviceNames = services.map(({ name }) => name);
  const health = new HealthImplementation();
  const setServing = (isServing: boolean): void => {
    for (const name of ['', ...serviceNames]) health.setStatus(name, isServing ? 'SERVING' : 'NOT_SERVING');
  };
  for (const { definition, handlers } of services) server.addService(definition, handlers);
  health.addToServer(server);
  addReflection(server, [...serviceNames, serviceNameOf(Health)]);
  setServing(true);
  const boundPort = await listen(server, host, port, serverCredentials(tls));
  if (!countRefusedCallers(server)) reportChanged('countRefusedCallers');
  return {
    port: boundPort,
    setServing,
    [Symbol.asyncDispose]: async () => {
      setServing(false);
      await drain(server, openCalls, drainBudgetMs);
    },
  };
}

async function listen(
  server: Server,
  host: string,
  port: number,
  credentials: ServerCredentials,
): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(address, credentials, (error, boundPort) =>
    error ? reject(unavailable(`cannot listen on ${address}: ${error.message}`, error)) : resolve(boundPort),
  );
  return promise;
}
