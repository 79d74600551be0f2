import { label } from './label.ts';

/** A matcher of the services and instances that are chosen above the dashboard. */
export const chosen = `${label.service}=~"$service", ${label.instance}=~"$instance"`;
/** A matcher of the chosen tenants; it matches series without a tenant when all are chosen. */
export const ofTenant = `${label.tenant}=~"$tenant"`;
/** A matcher of all that is chosen, for series that carry the tenant of the call. */
export const chosenTenant = `${chosen}, ${ofTenant}`;
/** The labels that tell instances apart. */
export const perInstance = [label.service, label.instance];

/** The value of a metric, combined over the series that agree in these labels. */
export function gauge(how: 'max' | 'sum' | 'avg', metric: string, by: readonly string[]): string {
  return `${how} by (${by.join(', ')}) (${metric}{${chosen}})`;
}

/** Events per second of a counter, added up by labels. Of a histogram, give the `_count` or the `_sum`. */
export function rate(counter: string, by: readonly string[], where: string = chosen): string {
  return `sum by (${by.join(', ')}) (rate(${counter}{${where}}[$__rate_interval]))`;
}

/**
 * What a counter counted within a window, by labels if any. A counter first appears with its first event, which
 * `increase` does not see: so a series that did not exist when the window began counts in full.
 */
export function counted(selector: string, window: string, by: readonly string[] = []): string {
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')}) `;
  return `sum${grouping}((${selector} unless ${selector} offset ${window}) or increase(${selector}[${window}]))`;
}

/** What a counter counted in the time range of the page, by labels if any. */
export function inRange(counter: string, where: string, by: readonly string[] = []): string {
  return counted(`${counter}{${where}}`, '$__range', by);
}

/** Whether a counter counted something in the last ten minutes: empty, or by labels how much. */
export function happened(counter: string, by: readonly string[]): string {
  return `${counted(counter, '10m', by)} > 0`;
}

/** A quantile of a histogram, by labels. */
export function quantile(
  q: number,
  histogram: string,
  by: readonly string[],
  where: string = chosen,
): string {
  return `histogram_quantile(${q}, ${rate(`${histogram}_bucket`, ['le', ...by], where)})`;
}

/** The mean of a histogram, by labels. */
export function mean(histogram: string, by: readonly string[], where: string = chosen): string {
  return `${rate(`${histogram}_sum`, by, where)} / ${rate(`${histogram}_count`, by, where)}`;
}
