import { allowedBaggage, names } from '@prime-mesh/telemetry';
import { tiers, type Tier } from './tier-queue.ts';

/** On whose behalf the active call is made, as its baggage says. */
export interface Caller {
  readonly tier: Tier;
  /** For others to read whom they wait behind. */
  readonly label: string;
}

export function activeCaller(): Caller {
  const baggage = allowedBaggage();
  const tier = tiers.find((known) => known === baggage[names.baggage.tier]) ?? 'free';
  return { tier, label: `${baggage[names.baggage.tenant] ?? 'no tenant'}, ${tier}` };
}
