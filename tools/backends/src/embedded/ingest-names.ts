/** The attribute that keeps the event name of a log record: the store has no column for it. */
export const eventNameAttribute = 'event.name';

/**
 * The attribute of points that names the service in the legend of a chart. The legend prints every attribute of a
 * series, but never `service.name` of its resource. The underscore sorts it to the front.
 */
export const legendService = '_service';

/** The resource attributes kept on spans. Each costs about 400 bytes a span in the store's indexes. */
export const spanResourceKeys: ReadonlySet<string> = new Set([
  'service.name',
  'service.instance.id',
  'service.version',
  'deployment.environment.name',
]);
