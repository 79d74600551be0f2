import type { Metadata } from '@grpc/grpc-js';
import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';

const contexts = new WeakMap<Metadata, Context>();

/** Keeps the active context as that of the call that brought `metadata`. Call it where the call is handled. */
export function keepContext(metadata: Metadata): void {
  contexts.set(metadata, context.active());
}

/** The context a call is handled in, for where that is out of reach; of a call that no handler got, the one it brought. */
export function contextOf(metadata: Metadata | undefined): Context {
  const kept = metadata && contexts.get(metadata);
  return kept ?? propagation.extract(ROOT_CONTEXT, metadata, getter);
}

const getter = {
  get: (carrier: Metadata | undefined, key: string) => carrier?.get(key).map(String),
  keys: (carrier: Metadata | undefined) => Object.keys(carrier?.getMap() ?? {}),
};
