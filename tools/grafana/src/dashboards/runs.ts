import { names } from '@prime-mesh/telemetry/names';
import { instant, logs, prometheus, stat, table, timeseries, traceql, type Dashboard } from '../panel.ts';
import { inRange, quantile, rate } from '../promql.ts';
import { series } from '../series.ts';

const { attributes, events } = names;
const tenant = 'mesh_tenant=~"$tenant"';
const stored = `${tenant}, service_name="loader"`;

/** Calls that the services make and repeat, as one side counts them. */
const retriedCalls = (side: 'Server' | 'Client'): string =>
  `sum by (rpc_method) (rate(${series[`rpc${side}CallDuration`]}_count{${tenant}, rpc_method=~"primemesh.v1.(Extractor/Extract|Transformer/Transform)"}[5m]))`;

const runSpans =
  '{ resource.service.name = "loader" && span.rpc.method = "Run" && kind = server } ' +
  `| select(span.${attributes.runId}, span.${attributes.rpcGrpcStatusCode}, span.${names.baggage.tenant}, span.${names.baggage.algorithm})`;

export const runs: Dashboard = {
  name: 'runs',
  title: 'Runs',
  description: 'How fast runs go, whether their blocks hold, and every run with its trace.',
  rows: [
    {
      title: 'Totals of the time range',
      panels: [
        stat('Runs in progress', 'Runs that were accepted and have not ended.', 'short', [
          instant(`sum(${series.runsActive}{${tenant}})`),
        ]),
        stat('Runs ended', 'By how they ended.', 'short', [
          instant(inRange(`${series.runDuration}_count`, tenant, 'mesh_outcome'), '{{mesh_outcome}}'),
        ]),
        stat('Blocks stored', 'Verified and stored.', 'short', [instant(inRange(series.blocks, stored))]),
        stat('Primes found', 'Verified and stored.', 'short', [instant(inRange(series.primes, tenant))]),
        stat('Refused', 'Blocks that failed their verification or were refused before any work.', 'short', [
          instant(`${inRange(series.blockRefused, tenant)} or vector(0)`),
        ]),
        stat('CPU per block', 'CPU seconds of all worker threads for one stored block.', 's', [
          instant(`${inRange(series.workerCpuTime, tenant)} / ${inRange(series.blocks, stored)}`),
        ]),
      ],
    },
    {
      title: 'Speed',
      panels: [
        timeseries('Blocks', 'Blocks done per second, by service.', 'suffix: blocks/s', [
          prometheus(rate(series.blocks, 'service_name', tenant), '{{service_name}}'),
        ]),
        timeseries(
          'Numbers',
          'Numbers per second that stored blocks cover, by tenant.',
          'suffix: numbers/s',
          [prometheus(rate(series.numbers, 'mesh_tenant', tenant), '{{mesh_tenant}}')],
        ),
        timeseries('Primes', 'Primes verified and stored per second, by tenant.', 'suffix: primes/s', [
          prometheus(rate(series.primes, 'mesh_tenant', tenant), '{{mesh_tenant}}'),
        ]),
        timeseries('Time of a run', 'From accepted to ended, half of the runs and 95 % of them.', 's', [
          prometheus(quantile(0.95, series.runDuration, 'mesh_outcome', tenant), 'p95 {{mesh_outcome}}'),
          prometheus(quantile(0.5, series.runDuration, 'mesh_outcome', tenant), 'p50 {{mesh_outcome}}'),
        ]),
        timeseries(
          'Time that traffic waits',
          'By `meshctl traffic`: from the moment a run was due, whether it could be sent then or not, and from the moment it was sent. Apart, the mesh does not keep up.',
          's',
          [
            prometheus(
              quantile(0.99, series.trafficDuration, 'service_name', tenant),
              'p99 since it was due',
            ),
            prometheus(
              quantile(
                0.99,
                series.rpcClientCallDuration,
                'service_name',
                `${tenant}, service_name="meshctl", rpc_method="primemesh.v1.Loader/Run"`,
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
          [
            prometheus(
              rate(`${series.trafficDuration}_count`, 'rpc_response_status_code', tenant),
              '{{rpc_response_status_code}}',
            ),
          ],
          { quiet: true },
        ),
      ],
    },
    {
      title: 'Verification, retries, store',
      panels: [
        timeseries(
          'Blocks refused',
          'Blocks per second that were not taken, by service and reason. `corrupt` is a block that failed its verification: it is asked for again.',
          'suffix: blocks/s',
          [
            prometheus(
              rate(series.blockRefused, 'service_name, reason', tenant),
              '{{service_name}} {{reason}}',
            ),
          ],
          { quiet: true },
        ),
        timeseries(
          'Retries',
          'Attempts per second beyond the first: calls that reached a server less calls that were made, over five minutes, for the two sides report at different moments.',
          'reqps',
          [
            prometheus(
              `clamp_min(${retriedCalls('Server')} - ${retriedCalls('Client')}, 0)`,
              '{{rpc_method}}',
            ),
          ],
        ),
        timeseries(
          'Time of the verification',
          '95 % of the blocks get a thread of the loader within this time, and the CPU seconds of one verification.',
          's',
          [
            prometheus(
              quantile(0.95, series.workerWaitDuration, 'mesh_pool', stored),
              'wait p95 {{mesh_pool}}',
            ),
            prometheus(
              `${rate(series.workerCpuTime, 'service_name', stored)} / ${rate(series.blocks, 'service_name', stored)}`,
              'CPU of a block',
            ),
          ],
        ),
        timeseries('Time of the store', '95 % of the operations on the store take at most this time.', 's', [
          prometheus(
            quantile(0.95, series.storeDuration, 'mesh_store_operation', tenant),
            '{{mesh_store_operation}}',
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
          `{service_name=~".+"} | event_name=~"run.+|${events.blockCorrupt}" | ${tenant}`,
        ),
      ],
    },
  ],
};
