import type { Range } from '@prime-mesh/primes';
import { blockFields, createLogger, instrument, names, serviceEvents } from '@prime-mesh/telemetry';
import type { Transformed, TransformStep } from './transform.ts';

const { attributes, events } = names;
const log = createLogger('transformer');
const blocks = instrument(names.metrics.blocks);
const refused = instrument(names.metrics.blockRefused);

/** The primes of a block are found. */
export function blockTransformed({ range, sieveLimit }: TransformStep, { primes }: Transformed): void {
  blocks.add(1);
  log.info(events.blockTransformed, {
    ...blockFields(range, sieveLimit),
    [attributes.primesCount]: primes,
  });
}

/** The candidates of a block are not what the extractor made. */
export function blockRefused(range: Range, sieveLimit: number, error: unknown): void {
  refused.add(1, { [attributes.reason]: 'corrupt' });
  log.error(events.blockCorrupt, blockFields(range, sieveLimit), error);
}

export { blockRequested } from '@prime-mesh/telemetry';
export const lifeEvents = serviceEvents(log);
