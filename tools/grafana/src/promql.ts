/** What the variables of a dashboard leave of the series of services. */
export const chosen = 'service_name=~"$service", instance=~"$instance"';
/** The same for what carries the tenant of the call. */
export const chosenTenant = `${chosen}, mesh_tenant=~"$tenant"`;

/** Events per second of a counter, added up by labels; of a histogram, give its `_count` or `_sum`. */
export function rate(counter: string, by: string, where: string = chosen): string {
  return `sum by (${by}) (rate(${counter}{${where}}[$__rate_interval]))`;
}

/**
 * What a counter counted within a window, by labels if any. A counter comes into being with its first event, of which
 * `increase` knows nothing: what was not there when the window began counts in full.
 */
export function counted(selector: string, window: string, by = ''): string {
  const grouping = by === '' ? '' : ` by (${by}) `;
  return `sum${grouping}((${selector} unless ${selector} offset ${window}) or increase(${selector}[${window}]))`;
}

/** What a counter counted in the time range of the page, by labels if any. */
export function inRange(counter: string, where: string, by = ''): string {
  return counted(`${counter}{${where}}`, '$__range', by);
}

/** A quantile of a histogram, by labels. */
export function quantile(q: number, histogram: string, by: string, where: string = chosen): string {
  return `histogram_quantile(${q}, ${rate(`${histogram}_bucket`, `le, ${by}`, where)})`;
}

/** The mean of a histogram, by labels. */
export function mean(histogram: string, by: string, where: string = chosen): string {
  return `${rate(`${histogram}_sum`, by, where)} / ${rate(`${histogram}_count`, by, where)}`;
}
