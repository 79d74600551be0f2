import type { Metadata } from '@grpc/grpc-js';
import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';

const contexts = new WeakMap<Metadata, Context>();

/** Remembers the active context for the call that came with `metadata`. Call it where the call is handled. */
export function keepContext(metadata: Metadata): void {
  contexts.set(metadata, context.active());
}

/**
 * Returns the context in which a call is handled, to code that runs outside of it. For a call that no handler got, that
 * is the context that came with the call.
 */
export function contextOf(metadata: Metadata | undefined): Context {
  const kept = metadata && contexts.get(metadata);
  return kept ?? propagation.extract(ROOT_CONTEXT, metadata, getter);
}

const getter = {
  get: (carrier: Metadata | undefined, key: string) => carrier?.get(key).map(String),
  keys: (carrier: Metadata | undefined) => Object.keys(carrier?.getMap() ?? {}),
};
