import { names } from '@prime-mesh/telemetry/names';
import { calls, status } from '../queries/calls.ts';
import { edgeLabel, label, legend, logLabel, of, spanLabel } from '../queries/label.ts';
import { chosenLogs, trouble } from '../queries/logql.ts';
import { chosen, chosenTenant, inRange, ofTenant, quantile } from '../queries/promql.ts';
import { instant, prometheus, ratesBy, traceql, withExemplars } from '../queries/query.ts';
import { series, spanSeries, upstream } from '../queries/series.ts';
import { burnRate, slos } from '../queries/slo.ts';
import { spanService } from '../queries/traceql.ts';
import { logs, serviceGraph, stat, table, timeseries, type Dashboard } from './panel.ts';

const perMethod = [label.service, label.rpcMethod];
const perStatus = [...perMethod, label.rpcResponseStatusCode];
const perSpan = [spanLabel.service, spanLabel.name];
const edges = [edgeLabel.client, edgeLabel.server];
const serverSpans = `${spanLabel.service}=~"$service", ${spanLabel.kind}="SPAN_KIND_SERVER"`;
const { runAccepted, runFinished, runCancelled, runFailed } = names.events;
const runEvents = [runAccepted, runFinished, runCancelled, runFailed].join('|');
const loader = of('loader');

export const mesh: Dashboard = {
  name: 'mesh',
  title: 'Mesh',
  description: 'Is the mesh well, who calls whom, and what is going on right now.',
  rows: [
    {
      title: 'At a glance',
      panels: [
        stat('Instances', 'Processes that reported within the last half minute.', 'short', [
          instant(`count(time() - timestamp(${upstream.memoryUsage}{${chosen}}) < 30)`),
        ]),
        stat('Runs in progress', 'Runs that were accepted and have not ended.', 'short', [
          instant(`sum(${series.runsActive}{${loader}})`),
        ]),
        stat('Blocks stored', 'Blocks verified and stored in the time range.', 'short', [
          instant(inRange(series.blocks, loader)),
        ]),
        stat('Primes found', 'Primes verified and stored in the time range.', 'short', [
          instant(inRange(series.primes, loader)),
        ]),
        stat('Calls', 'Calls served per second, all services together.', 'reqps', [
          instant(`sum(rate(${calls}{${chosen}}[$__rate_interval]))`),
        ]),
        stat(
          'Faults',
          'Share of calls of the time range that failed by a fault of the mesh.',
          'percentunit',
          [
            instant(
              `(${inRange(calls, `${chosen}, ${status.faulty}`)} or vector(0)) / ${inRange(calls, chosen)}`,
            ),
          ],
        ),
      ],
    },
    {
      title: 'Who calls whom',
      panels: [
        serviceGraph(
          'Service graph',
          'Calls between services, made from the spans of both sides by Tempo. Takes about half a minute to appear.',
        ),
        timeseries(
          'Calls between services',
          'Calls per second on each edge of the service graph. `user` is whoever calls from outside.',
          'reqps',
          [
            prometheus(
              `sum by (${edges.join(', ')}) (rate(${spanSeries.edgeCalls}[$__rate_interval]))`,
              edges.map((end) => legend(end)).join(' → '),
            ),
          ],
          { height: 12 },
        ),
      ],
    },
    {
      title: 'Run progress',
      panels: [
        timeseries(
          'Blocks',
          'Blocks done per second by each service. The three lines lie on each other while a run flows; a gap is work lost or repeated between two services.',
          'suffix: blocks/s',
          [ratesBy(series.blocks, [label.service])],
          { width: 8 },
        ),
        timeseries(
          'Numbers',
          'Numbers per second that stored blocks cover.',
          'suffix: numbers/s',
          [prometheus(`sum(rate(${series.numbers}{${loader}}[$__rate_interval]))`, 'numbers/s')],
          { width: 8 },
        ),
        logs('Runs', 'Runs as they begin and end.', `{${loader}} | ${logLabel.event}=~"${runEvents}"`, {
          width: 8,
          height: 8,
        }),
      ],
    },
    {
      title: 'Rate, errors, duration',
      panels: [
        timeseries(
          'Rate',
          'Calls per second, by service and rpc.',
          'reqps',
          [ratesBy(calls, perMethod, chosenTenant)],
          { width: 8 },
        ),
        timeseries(
          'Errors',
          'Calls per second that did not end with OK, by status. CANCELLED is a caller that went away, RESOURCE_EXHAUSTED a full queue.',
          'reqps',
          [ratesBy(calls, perStatus, `${chosenTenant}, ${status.notOk}`)],
          { width: 8, quiet: true },
        ),
        timeseries(
          'Turned away by TLS',
          'Connections per second that TLS refused before any call: no certificate, one that is not valid, or no TLS.',
          'suffix: connections/s',
          [ratesBy(series.tlsRefused, [label.service, label.errorType])],
          { width: 8, quiet: true },
        ),
        timeseries(
          'Duration of calls, with exemplars',
          'Half of the calls, and 95 % of them, end within this time. Each point is one trace: click it. Made from spans, so that it has exemplars.',
          's',
          [
            withExemplars(
              quantile(0.95, spanSeries.latency, perSpan, serverSpans),
              `p95 ${legend(spanLabel.name)}`,
            ),
            withExemplars(
              quantile(0.5, spanSeries.latency, perSpan, serverSpans),
              `p50 ${legend(spanLabel.name)}`,
            ),
          ],
        ),
        timeseries(
          'Duration measured by the servers',
          '99 % of the calls end within this time, by the metric of the servers: sampling of traces does not bend it.',
          's',
          [
            prometheus(
              quantile(0.99, series.rpcServerCallDuration, perMethod, chosenTenant),
              `p99 ${legend(...perMethod)}`,
            ),
          ],
        ),
      ],
    },
    {
      title: 'Objectives',
      panels: slos.map((slo) =>
        stat(
          slo.name,
          `${slo.description}. Shown: how fast the error budget is spent, over 5 minutes, 1 hour and 6 hours; above 1 it will not last.`,
          'short',
          ['5m', '1h', '6h'].map((window) => instant(burnRate(slo, window), window)),
          { width: 6 },
        ),
      ),
    },
    {
      title: 'Look closer',
      panels: [
        table(
          'Recent traces',
          'The newest traces of the chosen services. The search leaves out the last 30 s.',
          'short',
          [traceql(`{ ${spanService} =~ "$service" && kind = server }`, 'traces')],
          { width: 12 },
        ),
        logs(
          'Warnings and errors',
          'Open a line and follow its trace id.',
          `${chosenLogs} | ${trouble} | ${ofTenant}`,
          { width: 12, quiet: true },
        ),
      ],
    },
  ],
};
