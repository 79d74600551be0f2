import { attributeRows, baggageRows, type BaggageRow } from '@prime-mesh/telemetry/names';

/** Every attribute of spans and log records: those of the table, and each key of baggage. */
export const knownAttributes: readonly string[] = [
  ...Object.values(attributeRows).map(({ name }) => name),
  ...Object.values<BaggageRow>(baggageRows).flatMap(({ name, services = [''] }) =>
    services.map((service) => `${name}${service}`),
  ),
];
