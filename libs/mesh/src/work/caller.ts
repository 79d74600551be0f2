import { allowedBaggage, names } from '@prime-mesh/telemetry';
import { tiers, type Tier } from './tier-queue.ts';

/** Whom the active call is made for, as its baggage says. */
export interface Caller {
  readonly tier: Tier;
  /** Names the caller to those who wait behind it. */
  readonly label: string;
}

export function activeCaller(): Caller {
  const baggage = allowedBaggage();
  const tier = tiers.find((known) => known === baggage[names.baggage.tier]) ?? 'free';
  return { tier, label: `${baggage[names.baggage.tenant] ?? 'no tenant'}, ${tier}` };
}
