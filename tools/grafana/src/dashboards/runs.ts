import { names } from '@prime-mesh/telemetry/names';
import { method } from '../queries/calls.ts';
import { label, legend, logLabel, of } from '../queries/label.ts';
import { inRange, ofTenant, quantile, rate } from '../queries/promql.ts';
import { instant, prometheus, ratesBy, traceql } from '../queries/query.ts';
import { series } from '../queries/series.ts';
import { onSpan, spanService } from '../queries/traceql.ts';
import { logs, stat, table, timeseries, type Dashboard } from './panel.ts';

const { attributes, events } = names;
const stored = `${ofTenant}, ${of('loader')}`;

/** Calls per second that the services make and repeat, as one side times them. */
const stepCalls = (duration: string): string =>
  `sum by (${label.rpcMethod}) (rate(${duration}_count{${ofTenant}, ${method.steps}}[5m]))`;
const attempts = stepCalls(series.rpcServerCallDuration);
const firstAttempts = stepCalls(series.rpcClientCallDuration);

const shownOfRuns = [
  attributes.runId,
  attributes.rpcGrpcStatusCode,
  names.baggage.tenant,
  names.baggage.algorithm,
];
const runSpans =
  `{ ${spanService} = "loader" && ${onSpan(attributes.rpcMethod)} = "Run" && kind = server } ` +
  `| select(${shownOfRuns.map(onSpan).join(', ')})`;

export const runs: Dashboard = {
  name: 'runs',
  title: 'Runs',
  description: 'How fast runs go, whether their blocks pass verification, and every run with its trace.',
  rows: [
    {
      title: 'Totals of the time range',
      panels: [
        stat('Runs in progress', 'Runs that were accepted and have not ended.', 'short', [
          instant(`sum(${series.runsActive}{${ofTenant}})`),
        ]),
        stat('Runs ended', 'By how they ended.', 'short', [
          instant(inRange(`${series.runDuration}_count`, ofTenant, [label.outcome]), legend(label.outcome)),
        ]),
        stat('Blocks stored', 'Verified and stored.', 'short', [instant(inRange(series.blocks, stored))]),
        stat('Primes found', 'Verified and stored.', 'short', [instant(inRange(series.primes, ofTenant))]),
        stat('Refused', 'Blocks that failed their verification or were refused before any work.', 'short', [
          instant(`${inRange(series.blockRefused, ofTenant)} or vector(0)`),
        ]),
        stat('CPU per block', 'CPU seconds of all worker threads for one stored block.', 's', [
          instant(`${inRange(series.workerCpuTime, ofTenant)} / ${inRange(series.blocks, stored)}`),
        ]),
      ],
    },
    {
      title: 'Speed',
      panels: [
        timeseries('Blocks', 'Blocks done per second, by service.', 'suffix: blocks/s', [
          ratesBy(series.blocks, [label.service], ofTenant),
        ]),
        timeseries(
          'Numbers',
          'Numbers per second that stored blocks cover, by tenant.',
          'suffix: numbers/s',
          [ratesBy(series.numbers, [label.tenant], ofTenant)],
        ),
        timeseries('Primes', 'Primes verified and stored per second, by tenant.', 'suffix: primes/s', [
          ratesBy(series.primes, [label.tenant], ofTenant),
        ]),
        timeseries('Time of a run', 'From accepted to ended, half of the runs and 95 % of them.', 's', [
          prometheus(
            quantile(0.95, series.runDuration, [label.outcome], ofTenant),
            `p95 ${legend(label.outcome)}`,
          ),
          prometheus(
            quantile(0.5, series.runDuration, [label.outcome], ofTenant),
            `p50 ${legend(label.outcome)}`,
          ),
        ]),
        timeseries(
          'Time that traffic waits',
          'What `meshctl traffic` measures: the time since a run was due, and since it was sent. Where the lines part, the mesh does not keep up.',
          's',
          [
            prometheus(
              quantile(0.99, series.trafficDuration, [label.service], ofTenant),
              'p99 since it was due',
            ),
            prometheus(
              quantile(
                0.99,
                series.rpcClientCallDuration,
                [label.service],
                `${ofTenant}, ${label.service}="meshctl", ${method.run}`,
              ),
              'p99 since it was sent',
            ),
          ],
          { quiet: true },
        ),
        timeseries(
          'Runs of traffic',
          'Runs per second of `meshctl traffic`, by how the call ended. Faults that it asks for are among them.',
          'reqps',
          [ratesBy(`${series.trafficDuration}_count`, [label.rpcResponseStatusCode], ofTenant)],
          { quiet: true },
        ),
      ],
    },
    {
      title: 'Verification, retries, store',
      panels: [
        timeseries(
          'Blocks refused',
          'Blocks per second that were refused, by service and reason. `corrupt` is a block that failed its verification: it is asked for again.',
          'suffix: blocks/s',
          [ratesBy(series.blockRefused, [label.service, label.reason], ofTenant)],
          { quiet: true },
        ),
        timeseries(
          'Retries',
          'Attempts per second beyond the first: calls that reached a server minus calls that were made. Taken over five minutes, because the two sides report at different moments.',
          'reqps',
          [prometheus(`clamp_min(${attempts} - ${firstAttempts}, 0)`, legend(label.rpcMethod))],
        ),
        timeseries(
          'Time of the verification',
          '95 % of the blocks get a thread of the loader within this time, and the CPU seconds of one verification.',
          's',
          [
            prometheus(
              quantile(0.95, series.workerWaitDuration, [label.pool], stored),
              `wait p95 ${legend(label.pool)}`,
            ),
            prometheus(
              `${rate(series.workerCpuTime, [label.service], stored)} / ${rate(series.blocks, [label.service], stored)}`,
              'CPU of a block',
            ),
          ],
        ),
        timeseries('Time of the store', '95 % of the operations on the store take at most this time.', 's', [
          prometheus(
            quantile(0.95, series.storeDuration, [label.storeOperation], ofTenant),
            legend(label.storeOperation),
          ),
        ]),
      ],
    },
    {
      title: 'Run by run',
      panels: [
        table(
          'Runs with their traces',
          'Click a trace id to see all blocks of a run. The search leaves out the last 30 s.',
          'short',
          [traceql(runSpans, 'spans')],
        ),
        logs(
          'What runs say',
          'Runs that began, finished or failed, and blocks that failed their verification.',
          `{${label.service}=~".+"} | ${logLabel.event}=~"run.+|${events.blockCorrupt}" | ${ofTenant}`,
        ),
      ],
    },
  ],
};
