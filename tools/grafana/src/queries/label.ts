import { labelOf } from '@prime-mesh/backends';
import { names, upstreamAttributes, type Service } from '@prime-mesh/telemetry/names';

const { fault: faultPrefix, ...baggageKeys } = names.baggage;

/** Labels of Prometheus and Loki: those of the resource, and one for each name in the tables, under its key there. */
export const label = {
  service: 'service_name',
  instance: 'instance',
  namespace: 'service_namespace',
  ...labelsOf(names.attributes),
  ...labelsOf(baggageKeys),
  ...labelsOf(upstreamAttributes),
};

/** Labels that Loki puts on log records. */
export const logLabel = { severity: 'severity_text', event: 'event_name' } as const;

/** Labels that Tempo puts on the metrics it makes from spans. */
export const spanLabel = { service: 'service', name: 'span_name', kind: 'span_kind' } as const;

/** Labels that Tempo puts on the edges of its service graph. */
export const edgeLabel = { client: 'client', server: 'server' } as const;

/** Labels that the Collector puts on its own metrics. */
export const collectorLabel = { receiver: 'receiver', exporter: 'exporter' } as const;

/** The label of a fault that baggage orders of one service. */
export function faultLabel(service: Service): string {
  return labelOf(`${faultPrefix}${service}`);
}

/** A matcher of what one service reports. */
export function of(service: Service): string {
  return `${label.service}="${service}"`;
}

/** A legend that shows the values of labels. */
export function legend(...labels: readonly string[]): string {
  return labels.map((name) => `{{${name}}}`).join(' ');
}

function labelsOf<Names extends Readonly<Record<string, string>>>(
  all: Names,
): { readonly [Key in keyof Names]: string } {
  const entries = Object.entries(all).map(([key, name]) => [key, labelOf(name)]);
  return Object.fromEntries(entries) as Record<keyof Names, string>; // same keys, names replaced by labels
}
