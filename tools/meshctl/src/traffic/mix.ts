import { baggageRows, type BaggageRow } from '@prime-mesh/telemetry/names';
import { UsageError } from '../terminal/command-error.ts';
import { defaultMix } from './default-mix.ts';
import type { Random } from './seeded-random.ts';

type MixKey = keyof typeof defaultMix;
const mixKeys = Object.keys(defaultMix) as MixKey[]; // the keys of a literal

/** The value that leaves the key out. */
const none = 'none';
const maxWeight = 1_000_000;
/** Each value has counters and a histogram of its own. */
const maxEntries = 64;

/** A value of a key, and the share of the runs that carry it. */
export interface MixEntry {
  readonly key: MixKey;
  readonly value: string;
  readonly weight: number;
  /** What such a run carries; nothing for `none`. */
  readonly baggage: Readonly<Record<string, string>>;
}

/** The values of each key. */
export type Mix = readonly (readonly MixEntry[])[];

/**
 * Reads `--mix KEY=VALUE:WEIGHT,…` for each key. A key that is not given has the values of `defaultMix`.
 * @throws {UsageError} naming the key, the value and the bound
 */
export function parseMix(options: readonly string[]): Mix {
  const lists = new Map<MixKey, string>();
  for (const option of options) {
    const [, name = '', list = ''] = /^([^=]+)=(.+)$/s.exec(option) ?? [];
    if (list === '') throw new UsageError(`--mix ${JSON.stringify(option)} must be KEY=VALUE:WEIGHT,…`);
    const key = mixKeys.find((known) => known === name);
    if (key === undefined) throw new UsageError(`--mix ${name} is none of ${mixKeys.join(', ')}`);
    if (lists.has(key)) throw new UsageError(`--mix ${key} was given twice`);
    lists.set(key, list);
  }
  const mix = mixKeys.map((key) => parseEntries(key, lists.get(key) ?? defaultMix[key]));
  const count = mix.flat().length;
  if (count > maxEntries)
    throw new UsageError(`--mix has ${count} values, at most ${maxEntries} are counted`);
  return mix;
}

/** Draws one value of each key, by their weights. */
export function drawEntries(mix: Mix, random: Random): MixEntry[] {
  return mix.flatMap((entries) => {
    let left = random() * entries.reduce((sum, { weight }) => sum + weight, 0);
    return entries.find(({ weight }) => (left -= weight) < 0) ?? [];
  });
}

function parseEntries(key: MixKey, list: string): MixEntry[] {
  const entries = list.split(',').map((text) => parseEntry(key, text));
  const values = entries.map(({ value }) => value);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new UsageError(`--mix ${key} names ${twice} twice`);
  return entries;
}

/** The weight follows the last colon; without one it is 1. */
function parseEntry(key: MixKey, text: string): MixEntry {
  const colon = text.lastIndexOf(':');
  const value = colon < 0 ? text : text.slice(0, colon);
  const weight = colon < 0 ? '1' : text.slice(colon + 1);
  if (!/^\d{1,7}$/.test(weight) || Number(weight) < 1 || Number(weight) > maxWeight) {
    throw new UsageError(
      `--mix ${key}: the weight ${JSON.stringify(weight)} of ${JSON.stringify(value)} must be an integer in [1, ${maxWeight}]`,
    );
  }
  return { key, value, weight: Number(weight), baggage: value === none ? {} : baggageOf(key, value) };
}

function baggageOf(key: MixKey, value: string): Record<string, string> {
  const row: BaggageRow = baggageRows[key];
  if (row.services === undefined) {
    checkValue(key, value, row.values);
    return { [row.name]: value };
  }
  const [service = '', ...what] = value.split('=');
  if (!row.services.includes(service)) {
    throw new UsageError(
      `--mix ${key} ${JSON.stringify(value)} must be ${none} or start with one of ${row.services.map((name) => `${name}=`).join(', ')}`,
    );
  }
  checkValue(key, what.join('='), row.values);
  return { [`${row.name}${service}`]: what.join('=') };
}

function checkValue(key: MixKey, value: string, values: BaggageRow['values']): void {
  const shown = `--mix ${key} ${JSON.stringify(value.slice(0, 140))}`;
  if (!('pattern' in values)) {
    if (!values.includes(value)) throw new UsageError(`${shown} is none of ${[...values, none].join(', ')}`);
  } else if (!values.pattern.test(value)) {
    throw new UsageError(`${shown} must be: ${values.description.replaceAll('`', '')}`);
  }
}
