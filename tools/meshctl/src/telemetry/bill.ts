import type { BillSources, CountedTime, Span } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';

/** The tenant of work whose baggage names none. */
export const noTenant = '(none)';
/** The value of the metric for all tenants beyond its bound. */
const otherTenants = 'other';

/** CPU time of worker threads for one tenant, seconds, counted in two ways that must agree. */
export interface TenantCharge {
  readonly tenant: string;
  readonly metricSeconds: number;
  readonly spanSeconds: number;
}

/** CPU time of one service, seconds: all of its processes, and the part that is charged to tenants. */
export interface ServiceCost {
  readonly service: string;
  readonly processSeconds: number;
  readonly chargedSeconds: number;
}

export interface Bill {
  readonly tenants: readonly TenantCharge[];
  readonly services: readonly ServiceCost[];
}

/** Adds up CPU time by tenant and by service. */
export function makeBill({ charged, processes, spans }: BillSources): Bill {
  const byMetric = totals(charged, ({ tenant = noTenant }) => tenant);
  const named = new Set(charged.map(({ service, tenant = noTenant }) => `${service} ${tenant}`));
  const bySpans = new Map<string, number>();
  for (const span of spans) {
    const seconds = span.attributes[names.attributes.threadCpuTime];
    if (typeof seconds !== 'number') continue;
    const own = tenantOf(span);
    const isOther = !named.has(`${span.service} ${own}`) && named.has(`${span.service} ${otherTenants}`);
    const tenant = isOther ? otherTenants : own;
    bySpans.set(tenant, (bySpans.get(tenant) ?? 0) + seconds);
  }
  const chargedTo = totals(charged, ({ service }) => service);
  const spentBy = totals(processes, ({ service }) => service);
  return {
    tenants: [...new Set([...byMetric.keys(), ...bySpans.keys()])].toSorted().map((tenant) => ({
      tenant,
      metricSeconds: byMetric.get(tenant) ?? 0,
      spanSeconds: bySpans.get(tenant) ?? 0,
    })),
    services: [...chargedTo].map(([service, chargedSeconds]) => ({
      service,
      chargedSeconds,
      processSeconds: spentBy.get(service) ?? 0,
    })),
  };
}

/** Whether both ways agree to a microsecond, in which the times are measured; rounding errors are far smaller. */
export function agrees({ metricSeconds, spanSeconds }: TenantCharge): boolean {
  return Math.abs(metricSeconds - spanSeconds) < 1e-6;
}

function tenantOf({ attributes }: Pick<Span, 'attributes'>): string {
  const tenant = attributes[names.baggage.tenant];
  return typeof tenant === 'string' ? tenant : noTenant;
}

function totals(counted: readonly CountedTime[], keyOf: (one: CountedTime) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const one of counted) {
    const key = keyOf(one);
    sums.set(key, (sums.get(key) ?? 0) + one.seconds);
  }
  return sums;
}
