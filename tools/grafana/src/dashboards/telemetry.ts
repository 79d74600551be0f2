import { collectorLabel, label, legend, spanLabel } from '../queries/label.ts';
import { chosenLogs } from '../queries/logql.ts';
import { chosen, gauge, mean, perInstance, rate } from '../queries/promql.ts';
import { loki, prometheus } from '../queries/query.ts';
import { collected, collectorSignals, spanSeries, upstream } from '../queries/series.ts';
import { timeseries, type Dashboard, type Panel } from './panel.ts';

const signals = ['span', 'log'] as const;
const instance = legend(...perInstance);
const succeeded = `${label.errorType}=""`;
const failed = `${label.errorType}!=""`;
const perExporter = [label.service, label.componentType];
const ofService = `${spanLabel.service}=~"$service"`;
const ofServer = `${spanLabel.kind}="SPAN_KIND_SERVER"`;

/** What the SDK counts of both signals. */
function ofSignals(what: 'Processed' | 'Exported', where: string): Panel['queries'] {
  return signals.map((signal) =>
    prometheus(
      rate(upstream[`${signal}${what}`], [label.service], where),
      `${signal}s ${legend(label.service)}`,
    ),
  );
}

/** What Tempo counts of the spans of each service, per second. */
function ofSpans(counter: string, where: string): string {
  return rate(counter, [spanLabel.service], where);
}

/** Rates of the Collector's own metrics, by signal. */
function collector(metric: string, by: string): Panel['queries'] {
  return collectorSignals.map((signal) =>
    prometheus(
      `sum by (${by}) (rate(${collected(metric, signal)}[$__rate_interval]))`,
      `${metric} ${signal} ${legend(by)}`,
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
          ofSignals('Exported', `${chosen}, ${succeeded}`),
        ),
        timeseries(
          'Dropped',
          'Spans and log records per second that were lost: the queue was full, or the backend refused them for too long.',
          'suffix:/s',
          ofSignals('Processed', `${chosen}, ${failed}`),
          { quiet: true },
        ),
        timeseries(
          'Attempts refused',
          'Spans and log records per second in exports that failed. They are tried again for half a minute and lost only then.',
          'suffix:/s',
          ofSignals('Exported', `${chosen}, ${failed}`),
          { quiet: true },
        ),
        timeseries(
          'Queue',
          'How full the queues before the exporters are. At 1 whatever comes next is dropped.',
          'percentunit',
          signals.map((signal) =>
            prometheus(
              `max by (${perInstance.join(', ')}) (${upstream[`${signal}QueueSize`]}{${chosen}} / ${upstream[`${signal}QueueCapacity`]}{${chosen}})`,
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
            prometheus(gauge('sum', upstream[`${signal}Inflight`], perInstance), `${signal}s ${instance}`),
          ),
        ),
      ],
    },
    {
      title: 'What it costs',
      panels: [
        timeseries('Time of an export', 'Mean time of an export, retries included, by exporter.', 's', [
          prometheus(mean(upstream.exportDuration, perExporter), legend(...perExporter)),
        ]),
        timeseries(
          'Time to collect metrics',
          'Mean time of the main thread to read all instruments once.',
          's',
          [prometheus(mean(upstream.collectionDuration, [label.service]), legend(label.service))],
        ),
        timeseries(
          'Bytes of spans',
          'Bytes per second of the spans that arrived, by service, as Tempo counts them.',
          'Bps',
          [prometheus(ofSpans(spanSeries.size, ofService), legend(spanLabel.service))],
        ),
        timeseries(
          'Bytes of logs',
          'Bytes per second of log lines that arrived, by service, as Loki counts them.',
          'Bps',
          [loki(`sum by (${label.service}) (bytes_rate(${chosenLogs} [$__auto]))`, legend(label.service))],
        ),
        timeseries(
          'Series',
          'Series that each service keeps alive in Prometheus. Growth without new instances means an attribute without bounds.',
          'short',
          [
            prometheus(
              `count by (${label.service}) ({${label.namespace}="prime-mesh", ${chosen}})`,
              legend(label.service),
            ),
          ],
        ),
        timeseries(
          'Spans per call',
          'Spans made for each call that is served: the factor by which more calls become more telemetry.',
          'short',
          [
            prometheus(
              `${ofSpans(spanSeries.calls, ofService)} / ${ofSpans(spanSeries.calls, `${ofService}, ${ofServer}`)}`,
              legend(spanLabel.service),
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
          collector('receiver_accepted', collectorLabel.receiver),
        ),
        timeseries(
          'Passed on',
          'Spans, metric points and log records per second that reached the stores.',
          'suffix:/s',
          collector('exporter_sent', collectorLabel.exporter),
        ),
        timeseries(
          'Refused or failed',
          'What the Collector did not take, and what the stores did not take from it, per second.',
          'suffix:/s',
          [
            ...collector('receiver_refused', collectorLabel.receiver),
            ...collector('exporter_send_failed', collectorLabel.exporter),
          ],
          { quiet: true },
        ),
      ],
    },
  ],
};
