/** The attribute a log record's event name is kept under: the store has no column for it. */
export const eventNameAttribute = 'event.name';

/**
 * The point attribute that names the service in a chart's legend, which prints every attribute of a
 * series but never `service.name` of its resource. The underscore sorts it to the front.
 */
export const legendService = '_service';

/** The resource attributes kept on spans. Each costs about 400 bytes a span in the store's indexes. */
export const spanResourceKeys: ReadonlySet<string> = new Set([
  'service.name',
  'service.instance.id',
  'service.version',
  'deployment.environment.name',
]);
