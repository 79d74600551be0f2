import { baggageRows } from '../names/baggage.ts';
import type { BaggageRow, BaggageSwitch } from '../names/row.ts';

/** Why an entry of the baggage is not let in. */
export type DropReason =
  /** Its key is not in the table. */
  | 'unknown_key'
  /** Its key is switched off here. */
  | 'forbidden'
  /** Its value is not one the table allows, or not one that can be followed. */
  | 'invalid_value'
  /** It is no `key=value`, or badly percent-encoded. */
  | 'malformed'
  /** It, or what came before it, is too long. */
  | 'limit'
  /** It claims another tenant than the caller has proved to be. */
  | 'forged';

/** What a process lets in, of all that the table has. */
export interface BaggagePolicy {
  readonly switches: Readonly<Record<BaggageSwitch, boolean>>;
  /** The tenants whose names may stand on metrics; empty: the first ones that come, as many as the table says. */
  readonly tenants: readonly string[];
}

// On globalThis, as the handle is: the preload and the program may have loaded this file once each.
const registryKey = Symbol.for('prime-mesh.telemetry.baggage-policy');
const registry = globalThis as typeof globalThis & { [registryKey]?: BaggagePolicy };

/** Sets what this process lets in; before it is called, all of the table. Call it before the first call is served. */
export function setBaggagePolicy(policy: BaggagePolicy): void {
  registry[registryKey] = policy;
}

/** The tenants whose names may stand on metrics; empty: any. */
export function namedTenants(): readonly string[] {
  return registry[registryKey]?.tenants ?? [];
}

const rows: readonly BaggageRow[] = Object.values(baggageRows);
const byKey = new Map(
  rows.flatMap((row) => (row.services ?? ['']).map((service) => [`${row.name}${service}`, row] as const)),
);

/** The row of a key. */
export function rowOf(key: string): BaggageRow | undefined {
  return byKey.get(key);
}

/** Why an entry is not let in; nothing when it is. */
export function reasonToDrop(key: string, value: string): DropReason | undefined {
  const row = byKey.get(key);
  if (row === undefined) return 'unknown_key';
  const { crossesEdge, values } = row;
  if (crossesEdge !== true && registry[registryKey]?.switches[crossesEdge] === false) return 'forbidden';
  const isValid = 'pattern' in values ? values.pattern.test(value) : values.includes(value);
  return isValid ? undefined : 'invalid_value';
}
