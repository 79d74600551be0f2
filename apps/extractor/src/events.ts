import { type Attributes, trace } from '@opentelemetry/api';
import type { Range } from '@prime-mesh/primes';
import { createLogger, instrument, names, serviceEvents } from '@prime-mesh/telemetry';
import type { Extracted, ExtractStep } from './extract.ts';

const { attributes, events } = names;
const log = createLogger('extractor');
const blocks = instrument(names.metrics.blocks);

/** A block was asked for. */
export function blockRequested(range: Range, sieveLimit: number): void {
  trace.getActiveSpan()?.setAttributes(blockFields(range, sieveLimit));
}

/** The candidates of a block are found. */
export function blockExtracted({ range, sieveLimit }: ExtractStep, { candidates }: Extracted): void {
  blocks.add(1);
  log.info(events.blockExtracted, {
    ...blockFields(range, sieveLimit),
    [attributes.candidatesCount]: candidates,
  });
}

export const lifeEvents = serviceEvents(log);

function blockFields({ from, to }: Range, sieveLimit: number): Attributes {
  return {
    [attributes.blockFrom]: String(from),
    [attributes.blockTo]: String(to),
    [attributes.sieveLimit]: sieveLimit,
  };
}
