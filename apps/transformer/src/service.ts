import {
  DamagedBlockError,
  decodeAlgorithm,
  decodeRange,
  encodeBlock,
  encodeRange,
  type ExtractorDefinition,
  maxBlockBytes,
  receiveBlock,
  Transformer,
  type TransformRequest,
  type TransformResponseInput,
} from '@prime-mesh/contracts';
import {
  bind,
  type CallScope,
  dataLoss,
  type Gate,
  type MeshClient,
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
  CorruptBlockError,
  maxSieveLimit,
  slotBytes,
  splitLimit,
} from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';
import { chooseAlgorithm } from './choose-algorithm.ts';
import { blockRefused, blockRequested, blockTransformed } from './events.ts';
import type { Transformed, TransformStep } from './transform.ts';

export interface TransformerParts {
  readonly arena: Arena;
  /** Slots of the arena: a call takes one before it asks for the candidates that will fill it. */
  readonly slots: Gate;
  readonly pool: Pool<TransformStep, Transformed>;
  readonly extractor: MeshClient<ExtractorDefinition>;
}

/** The transformer as gRPC sees it. */
export function transformerService(parts: TransformerParts): ServiceBinding {
  return bind(Transformer, { Transform: unary((request, call) => transform(parts, request, call)) });
}

async function transform(
  { arena, slots, pool, extractor }: TransformerParts,
  request: TransformRequest,
  call: CallScope,
): Promise<TransformResponseInput> {
  const usage = startUsage();
  const { range, algorithm, sieveLimit, stopAfter } = decodeRequest(request);
  blockRequested(range, sieveLimit);

  const slot = await slots.acquire(call.signal);
  call.onSent(() => slots.release(slot));
  const base = blockBase(range.from);
  try {
    const extracted = await extractor.unary('Extract', { range: encodeRange(range), sieveLimit }, call);
    const bitmap = slotBytes(arena, slot, bitmapLength(range));
    const checksum = receiveBlock(extracted.block, base, bitmap);
    const step = { slot, range, sieveLimit, checksum, algorithm, stopAfter };
    const attributes = { [names.attributes.algorithmUsed]: algorithm };
    const { output, cpuSeconds } = await pool.run(step, { ...call, attributes });
    blockTransformed(step, output);
    const tested = slotBytes(arena, slot, bitmapLength({ from: range.from, to: output.to }));
    return {
      block: encodeBlock(base, tested, output.checksum),
      to: String(output.to),
      usages: [...(extracted.usage ? [extracted.usage] : []), usage.end(cpuSeconds)],
    };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    blockRefused(range, sieveLimit, error);
    throw dataLoss(error.message);
  }
}

function decodeRequest(request: TransformRequest): Omit<TransformStep, 'slot' | 'checksum'> {
  const range = decodeRange(request.range);
  const length = bitmapLength(range);
  if (length > maxBlockBytes) throw outOfRange(`block of ${length} bytes exceeds ${maxBlockBytes}`, 'range');
  const algorithm = decodeAlgorithm(request.algorithm);
  const sieveLimit = request.sieveLimit || splitLimit(range.to);
  if (request.sieveLimit > maxSieveLimit) {
    throw outOfRange(`sieve limit ${request.sieveLimit} exceeds ${maxSieveLimit}`, 'sieve_limit');
  }
  return {
    range,
    algorithm: chooseAlgorithm(algorithm, range),
    sieveLimit,
    stopAfter: request.stopAfter || undefined,
  };
}

/** Whether the candidates are not the extractor's: the loader asks again from the extractor on. */
function isCorrupt(error: unknown): error is Error {
  return error instanceof DamagedBlockError || error instanceof CorruptBlockError;
}
