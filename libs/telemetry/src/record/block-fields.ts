import { trace, type Attributes } from '@opentelemetry/api';
import { names } from '../names/names.ts';

const { attributes } = names;

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** A block and the limit that it is sieved with, as attributes. */
export function blockFields({ from, to }: Range, sieveLimit: number): Attributes {
  return {
    [attributes.blockFrom]: String(from),
    [attributes.blockTo]: String(to),
    [attributes.sieveLimit]: sieveLimit,
  };
}

/** A block was asked for: the active span says which. */
export function blockRequested(range: Range, sieveLimit: number): void {
  trace.getActiveSpan()?.setAttributes(blockFields(range, sieveLimit));
}
