import { propagation, trace } from '@opentelemetry/api';
import { createRequire } from 'node:module';
import { threadId } from 'node:worker_threads';
import { task, taskData } from '../work/task.ts';
import { CorruptBlockError } from './corrupt-block-error.ts';
import { setWord } from './shared-word.ts';

/** What the threads of the tests can do. */
export type Work =
  | { readonly do: 'describe' }
  /** Burns CPU until it is cancelled or the thread has had `forMs` of it, and sets the words as it begins and ends. */
  | {
      readonly do: 'burn';
      readonly forMs: number;
      readonly begun?: Int32Array;
      readonly ended?: Int32Array;
    }
  /** Waits until the word is not 0, or it is cancelled. */
  | { readonly do: 'wait'; readonly word: Int32Array }
  | { readonly do: 'fail' }
  | { readonly do: 'exit' }
  | { readonly do: 'crash' };

export interface Description {
  readonly threadId: number;
  readonly threadIndex: number;
  readonly slots: number;
  readonly tenant: string | undefined;
  readonly wasCancelled: boolean;
  readonly loadsGrpc: boolean;
}

const { slots, threadIndex } = taskData<{ slots: number }>();

export default task<Work, Description>(async (work, { isCancelled }) => {
  switch (work.do) {
    case 'describe':
      trace.getTracer('test').startSpan('inner').end();
      break;
    case 'burn': {
      if (work.begun) setWord(work.begun);
      const start = process.threadCpuUsage();
      while (!isCancelled() && process.threadCpuUsage(start).user < work.forMs * 1e3);
      if (work.ended) setWord(work.ended);
      if (isCancelled()) throw new Error('gave up');
      break;
    }
    case 'wait':
      while (Atomics.load(work.word, 0) === 0 && !isCancelled())
        await Atomics.waitAsync(work.word, 0, 0, 10).value;
      break;
    case 'fail':
      throw new CorruptBlockError('bit 7 is not prime');
    case 'exit':
      process.exit(3);
      break;
    case 'crash':
      setImmediate(() => {
        throw new Error('out of order');
      });
      await new Promise(() => {});
  }
  const tenant = propagation.getActiveBaggage()?.getEntry('mesh.tenant')?.value;
  const loadsGrpc = Object.keys(createRequire(import.meta.url).cache).some((path) =>
    path.includes('/grpc-js/'),
  );
  return { loadsGrpc, threadId, threadIndex, slots, tenant, wasCancelled: isCancelled() };
});

export const double = task((x: number): number => 2 * x);

let given: ArrayBuffer | undefined;

/** Hands over memory of its output. */
export const give = task((bytes: number, { transfer }): Uint8Array => {
  const output = new Uint8Array(bytes).fill(7);
  given = output.buffer;
  transfer(given);
  return output;
});

/** Returns how many bytes are left of what `give` handed over. */
export const left = task((): number => given?.byteLength ?? -1);
