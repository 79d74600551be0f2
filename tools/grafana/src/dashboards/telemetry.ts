import { loki, prometheus, timeseries, type Dashboard, type Panel } from '../panel.ts';
import { chosen, mean, rate } from '../promql.ts';
import { collected, collectorSignals, spanSeries, upstream } from '../series.ts';

const signals = ['span', 'log'] as const;
const perInstance = 'service_name, instance';
const instance = '{{service_name}} {{instance}}';
const exportSeconds = upstream('otel.sdk.exporter.operation.duration');
const collectSeconds = upstream('otel.sdk.metric_reader.collection.duration');

/** Both signals of one metric of the SDK, such as `processor.span.processed`. */
function ofSignals(metric: string, where: string): Panel['queries'] {
  return signals.map((signal) =>
    prometheus(
      rate(upstream(`otel.sdk.${metric.replace('*', signal)}`), 'service_name', where),
      `${signal}s {{service_name}}`,
    ),
  );
}

/** Rates of the Collector's own metrics, by signal. */
function collector(metric: string, by: string): Panel['queries'] {
  return collectorSignals.map((signal) =>
    prometheus(
      `sum by (${by}) (rate(${collected(metric, signal)}[$__rate_interval]))`,
      `${metric} ${signal} {{${by}}}`,
    ),
  );
}

export const telemetry: Dashboard = {
  name: 'telemetry',
  title: 'Telemetry',
  description: 'Whether telemetry is complete, and what it costs.',
  rows: [
    {
      title: 'Made and sent',
      panels: [
        timeseries(
          'Sent',
          'Spans and log records per second that the exporters handed over.',
          'suffix:/s',
          ofSignals('exporter.*.exported', `${chosen}, error_type=""`),
        ),
        timeseries(
          'Dropped',
          'Spans and log records per second that were lost: the queue was full, or the backend refused them for too long.',
          'suffix:/s',
          ofSignals('processor.*.processed', `${chosen}, error_type!=""`),
          { quiet: true },
        ),
        timeseries(
          'Attempts refused',
          'Spans and log records per second in exports that failed. They are tried again for half a minute and lost only then.',
          'suffix:/s',
          ofSignals('exporter.*.exported', `${chosen}, error_type!=""`),
          { quiet: true },
        ),
        timeseries(
          'Queue',
          'Fill of the queues before the exporters. At 1 whatever comes next is dropped.',
          'percentunit',
          signals.map((signal) =>
            prometheus(
              `max by (${perInstance}) (${upstream(`otel.sdk.processor.${signal}.queue.size`)}{${chosen}} / ${upstream(`otel.sdk.processor.${signal}.queue.capacity`)}{${chosen}})`,
              `${signal}s ${instance}`,
            ),
          ),
          { max: 1 },
        ),
        timeseries(
          'Under way',
          'Spans and log records that were sent and not yet acknowledged.',
          'short',
          signals.map((signal) =>
            prometheus(
              `sum by (${perInstance}) (${upstream(`otel.sdk.exporter.${signal}.inflight`)}{${chosen}})`,
              `${signal}s ${instance}`,
            ),
          ),
        ),
      ],
    },
    {
      title: 'What it costs',
      panels: [
        timeseries('Time of an export', 'Mean time of an export, retries included, by exporter.', 's', [
          prometheus(
            mean(exportSeconds, 'service_name, otel_component_type'),
            '{{service_name}} {{otel_component_type}}',
          ),
        ]),
        timeseries(
          'Time to collect metrics',
          'Mean time of the main thread to read all instruments once.',
          's',
          [prometheus(mean(collectSeconds, 'service_name'), '{{service_name}}')],
        ),
        timeseries(
          'Bytes of spans',
          'Bytes per second of the spans that arrived, by service, as Tempo counts them.',
          'Bps',
          [
            prometheus(
              `sum by (service) (rate(${spanSeries.size}{service=~"$service"}[$__rate_interval]))`,
              '{{service}}',
            ),
          ],
        ),
        timeseries(
          'Bytes of logs',
          'Bytes per second of log lines that arrived, by service, as Loki counts them.',
          'Bps',
          [
            loki(
              'sum by (service_name) (bytes_rate({service_name=~"$service"} [$__auto]))',
              '{{service_name}}',
            ),
          ],
        ),
        timeseries(
          'Series',
          'Series that each service keeps alive in Prometheus. Growth without new instances is an attribute without bounds.',
          'short',
          [
            prometheus(
              `count by (service_name) ({service_namespace="prime-mesh", ${chosen}})`,
              '{{service_name}}',
            ),
          ],
        ),
        timeseries(
          'Spans per call',
          'Spans made for each call that is served: the factor by which more calls become more telemetry.',
          'short',
          [
            prometheus(
              `sum by (service) (rate(${spanSeries.calls}{service=~"$service"}[$__rate_interval])) / sum by (service) (rate(${spanSeries.calls}{service=~"$service", span_kind="SPAN_KIND_SERVER"}[$__rate_interval]))`,
              '{{service}}',
            ),
          ],
        ),
      ],
    },
    {
      title: 'Collector',
      panels: [
        timeseries(
          'Received',
          'Spans, metric points and log records per second that the Collector took.',
          'suffix:/s',
          collector('receiver_accepted', 'receiver'),
        ),
        timeseries(
          'Passed on',
          'Spans, metric points and log records per second that reached the stores.',
          'suffix:/s',
          collector('exporter_sent', 'exporter'),
        ),
        timeseries(
          'Refused or failed',
          'What the Collector did not take, and what the stores did not take from it, per second.',
          'suffix:/s',
          [...collector('receiver_refused', 'receiver'), ...collector('exporter_send_failed', 'exporter')],
          { quiet: true },
        ),
      ],
    },
  ],
};
