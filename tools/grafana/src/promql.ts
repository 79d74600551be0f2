/** What the variables of a dashboard leave of the series of services. */
export const chosen = 'service_name=~"$service", instance=~"$instance"';
/** The same for what carries the tenant of the call. */
export const chosenTenant = `${chosen}, mesh_tenant=~"$tenant"`;

/** Events per second of a counter, added up by labels; of a histogram, give its `_count` or `_sum`. */
export function rate(counter: string, by: string, where: string = chosen): string {
  return `sum by (${by}) (rate(${counter}{${where}}[$__rate_interval]))`;
}

/** Events of the time range on the page. */
export function increase(counter: string, by: string, where: string = chosen): string {
  return `sum by (${by}) (increase(${counter}{${where}}[$__range]))`;
}

/** A quantile of a histogram, by labels. */
export function quantile(q: number, histogram: string, by: string, where: string = chosen): string {
  return `histogram_quantile(${q}, ${rate(`${histogram}_bucket`, `le, ${by}`, where)})`;
}

/** The mean of a histogram, by labels. */
export function mean(histogram: string, by: string, where: string = chosen): string {
  return `${rate(`${histogram}_sum`, by, where)} / ${rate(`${histogram}_count`, by, where)}`;
}
