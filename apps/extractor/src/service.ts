import {
  decodeRange,
  encodeBlock,
  Extractor,
  type ExtractRequest,
  type ExtractResponseInput,
  maxBlockBytes,
} from '@prime-mesh/contracts';
import {
  bind,
  type CallScope,
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
  /** Slots of the arena: a call takes one before a worker thread fills it. */
  readonly slots: Gate;
  readonly pool: Pool<ExtractStep, Extracted>;
}

/** The extractor as gRPC sees it. */
export function extractorService(parts: ExtractorParts): ServiceBinding {
  return bind(Extractor, { Extract: unary((request, call) => extract(parts, request, call)) });
}

async function extract(
  { arena, slots, pool }: ExtractorParts,
  request: ExtractRequest,
  call: CallScope,
): Promise<ExtractResponseInput> {
  const usage = startUsage();
  const { range, sieveLimit } = decodeRequest(request);
  blockRequested(range, sieveLimit);

  const slot = await slots.acquire(call.signal);
  call.onSent(() => slots.release(slot));
  const step = { slot, range, sieveLimit };
  const { output, cpuSeconds } = await pool.run(step, call);
  blockExtracted(step, output);
  const candidates = slotBytes(arena, slot, bitmapLength(range));
  return {
    block: encodeBlock(blockBase(range.from), candidates, output.checksum),
    sieveLimit,
    usage: usage.end(cpuSeconds),
  };
}

function decodeRequest(request: ExtractRequest): Omit<ExtractStep, 'slot'> {
  const range = decodeRange(request.range);
  const length = bitmapLength(range);
  if (length > maxBlockBytes) throw outOfRange(`block of ${length} bytes exceeds ${maxBlockBytes}`, 'range');
  const sieveLimit = request.sieveLimit || splitLimit(range.to);
  if (request.sieveLimit > maxSieveLimit) {
    throw outOfRange(`sieve limit ${request.sieveLimit} exceeds ${maxSieveLimit}`, 'sieve_limit');
  }
  return { range, sieveLimit };
}
