import { blockFields, createLogger, instrument, names, serviceEvents } from '@prime-mesh/telemetry';
import type { Extracted, ExtractStep } from './extract.ts';

const { attributes, events } = names;
const log = createLogger('extractor');
const blocks = instrument(names.metrics.blocks);

/** The candidates of a block are found. */
export function blockExtracted({ range, sieveLimit }: ExtractStep, { candidates }: Extracted): void {
  blocks.add(1);
  log.info(events.blockExtracted, {
    ...blockFields(range, sieveLimit),
    [attributes.candidatesCount]: candidates,
  });
}

export { blockRequested } from '@prime-mesh/telemetry';
export const lifeEvents = serviceEvents(log);
