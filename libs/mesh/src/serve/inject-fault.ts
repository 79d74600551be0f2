import { status } from '@grpc/grpc-js';
import { setTimeout as delay } from 'node:timers/promises';
import { noteFault, orderedFault } from '../wire/ordered-fault.ts';
import { MeshError } from '../wire/mesh-error.ts';

/**
 * Delays or fails a call whose baggage orders that. CPU time is burnt elsewhere: by the tasks of the call, on the threads
 * of a pool.
 * @throws {MeshError} with the status that is ordered; INTERNAL for `error:…`
 */
export async function injectFault(signal: AbortSignal): Promise<void> {
  const fault = orderedFault();
  switch (fault?.kind) {
    case undefined:
    case 'cpu':
      return;
    case 'delay':
      noteFault();
      await delay(fault.ms, undefined, { signal });
      return;
    case 'error':
      if (Math.random() < fault.share) throw new MeshError(status.INTERNAL, `ordered by ${noteFault()}`);
      return;
    case 'status':
      throw new MeshError(codeOf(fault.status), `ordered by ${noteFault()}`);
  }
}

function codeOf(name: string): status {
  const code: unknown = Reflect.get(status, name);
  return typeof code === 'number' ? code : status.UNKNOWN;
}
