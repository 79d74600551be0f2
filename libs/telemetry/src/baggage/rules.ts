import { baggageRows } from '../names/baggage.ts';
import type { BaggageRow, BaggageSwitch } from '../names/row.ts';

/** Why a baggage entry is dropped. */
export type DropReason =
  /** Its key is not in the table. */
  | 'unknown_key'
  /** Its key is switched off here. */
  | 'forbidden'
  /** Its value is not one that the table allows, or one that cannot be followed. */
  | 'invalid_value'
  /** It is no `key=value`, its key is no token, or its value is badly percent-encoded. */
  | 'malformed'
  /** It is too long, or too much came before it. */
  | 'limit'
  /** It claims another tenant than the caller has proved to be. */
  | 'forged';

/** What a process allows of the table. */
export interface BaggagePolicy {
  readonly switches: Readonly<Record<BaggageSwitch, boolean>>;
  /** The tenants that metrics may name. Empty: the first to come, as many as the table says. */
  readonly tenants: readonly string[];
}

// On globalThis, as the handle is: the preload and the program may each have loaded a copy of this file.
const registryKey = Symbol.for('prime-mesh.telemetry.baggage-policy');
const registry = globalThis as typeof globalThis & { [registryKey]?: BaggagePolicy };

/** Sets what this process allows; until then it is all of the table. Call it before the first call is served. */
export function setBaggagePolicy(policy: BaggagePolicy): void {
  registry[registryKey] = policy;
}

/** The tenants that metrics may name; empty: any. */
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

/** Why an entry is dropped; undefined when it is allowed. */
export function reasonToDrop(key: string, value: string): DropReason | undefined {
  const row = byKey.get(key);
  if (row === undefined) return 'unknown_key';
  const { crossesEdge, values } = row;
  if (crossesEdge !== true && registry[registryKey]?.switches[crossesEdge] === false) return 'forbidden';
  const isValid = 'pattern' in values ? values.pattern.test(value) : values.includes(value);
  return isValid ? undefined : 'invalid_value';
}
