import { label } from './label.ts';

/** What the variables of a dashboard leave of the series of services. */
export const chosen = `${label.service}=~"$service", ${label.instance}=~"$instance"`;
/** A matcher of the chosen tenants; it matches series without a tenant when all are chosen. */
export const ofTenant = `${label.tenant}=~"$tenant"`;
/** What the variables leave of series that carry the tenant of the call. */
export const chosenTenant = `${chosen}, ${ofTenant}`;
/** The labels that tell instances apart. */
export const perInstance = [label.service, label.instance];

/** A metric as it is, brought together by labels. */
export function gauge(how: 'max' | 'sum' | 'avg', metric: string, by: readonly string[]): string {
  return `${how} by (${by.join(', ')}) (${metric}{${chosen}})`;
}

/** Events per second of a counter, added up by labels; of a histogram, give its `_count` or `_sum`. */
export function rate(counter: string, by: readonly string[], where: string = chosen): string {
  return `sum by (${by.join(', ')}) (rate(${counter}{${where}}[$__rate_interval]))`;
}

/**
 * What a counter counted within a window, by labels if any. A counter comes into being with its first event, of which
 * `increase` knows nothing: what was not there when the window began counts in full.
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
