// Records two metrics, one of ours and one of a package, with more different attributes than an instrument may have.
import { metrics } from '@opentelemetry/api';
import { instrument, names } from '../../index.ts';

const counters = [
  instrument(names.metrics.blockRefused),
  metrics.getMeter('package').createCounter('others'),
];
for (let series = 0; series < 600; series += 1) {
  for (const counter of counters) counter.add(1, { [names.attributes.reason]: `r${series}` });
}
