/** The exporters that a signal can have. */
export type ExporterName = 'otlp' | 'console';

/** The exporters that OTEL_{TRACES,METRICS,LOGS}_EXPORTER asks for; `none` wins over the others. */
export function exportersFrom(asked: readonly (ExporterName | 'none')[] = ['otlp']): Set<ExporterName> {
  return asked.includes('none') ? new Set() : new Set(asked.filter((name) => name !== 'none'));
}
