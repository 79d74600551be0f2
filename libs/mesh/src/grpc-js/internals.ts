import { createLogger, names } from '@prime-mesh/telemetry';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const log = createLogger('mesh.grpc');

/** A class that grpc-js does not export. */
export interface InternalClass {
  new (...args: readonly unknown[]): object;
  readonly prototype: Record<string, unknown>;
}

/** Returns a class inside grpc-js, or nothing where the release has none of that name with those methods. */
export function internalClass(
  module: string,
  name: string,
  methods: readonly string[],
): InternalClass | undefined {
  const found = load(module)?.[name];
  return isClass(found) && methods.every((method) => typeof found.prototype[method] === 'function')
    ? found
    : undefined;
}

function load(module: string): Record<string, unknown> | undefined {
  try {
    return require(`@grpc/grpc-js/build/src/${module}.js`) as Record<string, unknown>;
  } catch {
    return undefined; // the release has no such file, or no longer lets it be loaded
  }
}

function isClass(value: unknown): value is InternalClass {
  return typeof value === 'function' && typeof value.prototype === 'object';
}

type Method = (this: never, ...args: never[]) => unknown;

const wrappers = new WeakSet<Method>();

/** Puts `wrap` around a method that `internalClass` has found. A second time it does nothing. */
export function wrapMethod<M extends Method>(
  { prototype }: InternalClass,
  name: string,
  wrap: (original: M) => M,
): void {
  const original = prototype[name] as M;
  if (wrappers.has(original)) return;
  const wrapper = wrap(original);
  wrappers.add(wrapper);
  prototype[name] = wrapper;
}

const reported = new Set<string>();

/** Logs that a work-around does nothing, once for each. */
export function reportChanged(workAround: string): void {
  if (reported.has(workAround)) return;
  reported.add(workAround);
  log.warn(names.events.grpcChanged, { [names.attributes.workAround]: workAround });
}
