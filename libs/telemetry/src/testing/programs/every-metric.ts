// Records every metric of our table once, and makes what the packages record theirs of, until a line comes.
import { trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { createLogger, instrument, names, shutdownTelemetry } from '../../index.ts';
import { metricRows } from '../../names/metrics.ts';
import type { MetricRow } from '../../names/row.ts';

for (const row of Object.values<MetricRow>(metricRows)) {
  if (row.instrument === 'observableUpDownCounter')
    throw new Error(`${row.name} cannot be made by instrument`);
  const made = instrument({ ...row, instrument: row.instrument });
  if ('addCallback' in made) made.addCallback((result) => result.observe(1));
  else if ('add' in made) made.add(1);
  else made.record(1);
}
trace.getTracer('tests').startSpan('work').end();
createLogger('tests').info(names.events.blockStored);
globalThis.gc?.();
await once(process.stdin, 'data');
await shutdownTelemetry();
process.stdin.destroy();
