import { decodeRange, encodeBlock, Extractor, maxBlockBytes } from '@prime-mesh/contracts';
import {
  bind,
  type Gate,
  outOfRange,
  type Pool,
  type ServiceBinding,
  startUsage,
  unary,
} from '@prime-mesh/mesh';
import {
  type Arena,
  bitmapLength,
  blockBase,
  maxSieveLimit,
  slotBytes,
  splitLimit,
} from '@prime-mesh/primes';
import { blockExtracted, blockRequested } from './events.ts';
import type { Extracted, ExtractStep } from './extract.ts';

export interface ExtractorParts {
  readonly arena: Arena;
  /** Slots of the arena: who wants to fill one takes it first. */
  readonly slots: Gate;
  readonly pool: Pool<ExtractStep, Extracted>;
}

/** The extractor as gRPC sees it. */
export function extractorService({ arena, slots, pool }: ExtractorParts): ServiceBinding {
  return bind(Extractor, {
    Extract: unary(async (request, call) => {
      const usage = startUsage();
      const range = decodeRange(request.range);
      const length = bitmapLength(range);
      if (length > maxBlockBytes) throw outOfRange(`block of ${length} bytes exceeds ${maxBlockBytes}`);
      const sieveLimit = request.sieveLimit || splitLimit(range.to);
      if (request.sieveLimit > maxSieveLimit) {
        throw outOfRange(`sieve limit ${request.sieveLimit} exceeds ${maxSieveLimit}`);
      }
      blockRequested({ range, sieveLimit });

      const slot = await slots.acquire(call.signal);
      call.onSent(() => slots.release(slot));
      const step = { slot, range, sieveLimit };
      const { output, cpuSeconds } = await pool.run(step, call);
      blockExtracted(step, output);
      return {
        block: encodeBlock(blockBase(range.from), slotBytes(arena, slot, length), output.checksum),
        sieveLimit,
        usage: usage.end(cpuSeconds),
      };
    }),
  });
}
