import { names } from '@prime-mesh/telemetry/names';
import { bars, instant, logs, prometheus, table, timeseries, traceql, type Dashboard } from '../panel.ts';
import { chosenTenant, inRange, quantile, rate } from '../promql.ts';
import { series } from '../series.ts';
import { faultyStatus } from '../slo.ts';

const { events } = names;
const calls = `${series.rpcServerCallDuration}_count`;
/** Calls at the edge of the mesh: one a request of a tenant, whatever it makes the services do. */
const edge = 'rpc_method="primemesh.v1.Loader/Run", mesh_tenant=~"$tenant", mesh_tenant!=""';
const ofTenant = `${chosenTenant}, mesh_tenant!=""`;
const ofAlgorithm = `${chosenTenant}, mesh_algorithm!=""`;
const services = ['extractor', 'transformer', 'loader'];
const faultOf = (service: string): string => `span.${names.baggage.fault}${service} != nil`;
const underFault = `{ ${services.map(faultOf).join(' || ')} }`;
const injected = `{ event:name = "${events.faultInjected}" }`;

export const baggage: Dashboard = {
  name: 'baggage',
  title: 'Baggage',
  description:
    'What calls carry with them: whose they are, how they want to be computed, which faults they ask for.',
  rows: [
    {
      title: 'Tenants',
      panels: [
        timeseries('Runs by tenant', 'Runs per second that each tenant asks for.', 'reqps', [
          prometheus(rate(calls, 'mesh_tenant', edge), '{{mesh_tenant}}'),
        ]),
        timeseries('Time of a run by tenant', '95 % of the runs of each tenant end within this time.', 's', [
          prometheus(
            quantile(0.95, series.runDuration, 'mesh_tenant', 'mesh_tenant=~"$tenant", mesh_tenant!=""'),
            '{{mesh_tenant}}',
          ),
        ]),
        timeseries(
          'CPU by tenant',
          'Cores that worker threads of all services spend for each tenant.',
          'suffix: cores',
          [prometheus(rate(series.workerCpuTime, 'mesh_tenant', ofTenant), '{{mesh_tenant}}')],
          { stacked: true },
        ),
        timeseries(
          'Faults by tenant',
          'Calls per second that failed by a fault of the mesh.',
          'reqps',
          [
            prometheus(
              rate(calls, 'mesh_tenant, service_name', `${ofTenant}, ${faultyStatus}`),
              '{{mesh_tenant}} {{service_name}}',
            ),
          ],
          { quiet: true },
        ),
        table(
          'The bill',
          'What each tenant used in the time range: CPU time of worker threads over all services, calls, and primes found.',
          'short',
          [
            instant(inRange(series.workerCpuTime, ofTenant, 'mesh_tenant')),
            instant(inRange(calls, ofTenant, 'mesh_tenant')),
            instant(inRange(series.primes, 'mesh_tenant=~"$tenant", mesh_tenant!=""', 'mesh_tenant')),
          ],
          {
            width: 12,
            height: 8,
            columns: { by: 'mesh_tenant', headings: ['CPU seconds', 'calls', 'primes'] },
          },
        ),
        bars('CPU by tenant and service', 'CPU seconds of the time range.', 's', [
          instant(
            inRange(series.workerCpuTime, ofTenant, 'mesh_tenant, service_name'),
            '{{mesh_tenant}} {{service_name}}',
          ),
        ]),
      ],
    },
    {
      title: 'Tiers and algorithms side by side',
      panels: [
        timeseries('Wait by tier', '95 % of the tasks of each tier get a thread within this time.', 's', [
          prometheus(
            quantile(0.95, series.workerWaitDuration, 'mesh_tier', `${chosenTenant}, mesh_tier!=""`),
            '{{mesh_tier}}',
          ),
        ]),
        timeseries('Calls by tier', 'Calls served per second.', 'reqps', [
          prometheus(rate(calls, 'mesh_tier', `${chosenTenant}, mesh_tier!=""`), '{{mesh_tier}}'),
        ]),
        timeseries(
          'Time of a block by algorithm',
          'Half of the calls of each step end within this time.',
          's',
          [
            prometheus(
              quantile(0.5, series.rpcServerCallDuration, 'mesh_algorithm, rpc_method', ofAlgorithm),
              '{{mesh_algorithm}} {{rpc_method}}',
            ),
          ],
        ),
        timeseries(
          'CPU per block by algorithm',
          'CPU seconds of the worker threads of a service for one of its blocks.',
          's',
          [
            prometheus(
              `${rate(series.workerCpuTime, 'mesh_algorithm, service_name', ofAlgorithm)} / ${rate(series.blocks, 'mesh_algorithm, service_name', ofAlgorithm)}`,
              '{{mesh_algorithm}} {{service_name}}',
            ),
          ],
        ),
      ],
    },
    {
      title: 'Faults asked for',
      panels: [
        timeseries(
          'Faults injected',
          'Spans per second on which a fault struck that the baggage of the call ordered, by service: they have the event `fault.injected`.',
          'suffix: spans/s',
          [traceql(`${injected} | rate() by (resource.service.name)`, 'series')],
          { quiet: true },
        ),
        timeseries(
          'Spans under a fault',
          'Spans per second of calls whose baggage asks for a fault, struck by it or not, by service.',
          'suffix: spans/s',
          [traceql(`${underFault} | rate() by (resource.service.name)`, 'series')],
          { quiet: true },
        ),
        table(
          'Traces with a fault',
          'The newest of those in which a fault struck. The search leaves out the last 30 s.',
          'short',
          [traceql(injected, 'traces')],
          { width: 12, height: 8, quiet: true },
        ),
        logs(
          'What services say under a fault',
          'Warnings and errors of calls whose baggage asks for a fault.',
          `{service_name=~"$service"} | severity_text=~"WARN|ERROR" | ${services.map((service) => `mesh_fault_${service}!=""`).join(' or ')}`,
          { width: 12, height: 8, quiet: true },
        ),
      ],
    },
    {
      title: 'Dropped',
      panels: [
        timeseries(
          'Baggage dropped',
          'Entries per second that a service let in nowhere, by reason: a key or value the table does not have, a switch that is off (`forbidden`), a tenant that is not the caller, or more than is carried.',
          'suffix: entries/s',
          [prometheus(rate(series.baggageDropped, 'service_name, reason'), '{{service_name}} {{reason}}')],
          { quiet: true },
        ),
        logs(
          'Keys dropped',
          'Each key once for each reason, never its value.',
          `{service_name=~"$service"} | event_name="${events.baggageDropped}"`,
          { width: 12, height: 8, quiet: true },
        ),
        timeseries(
          'Values folded into other',
          'Calls per second whose tenant, tier or algorithm was one too many, or not of the list, and so is counted as `other`.',
          'reqps',
          ['mesh_tenant', 'mesh_tier', 'mesh_algorithm'].map((label) =>
            prometheus(
              rate(calls, 'service_name', `${chosenTenant}, ${label}="other"`),
              `${label} {{service_name}}`,
            ),
          ),
          { quiet: true },
        ),
        timeseries(
          'Calls without a tenant',
          'Calls per second that came without the key: the caller set none, or a hop on the way dropped the baggage. Services that disagree show where.',
          'reqps',
          [
            prometheus(
              `${rate(calls, 'service_name, rpc_method', 'service_name=~"$service", instance=~"$instance", mesh_tenant=""')}`,
              '{{service_name}} {{rpc_method}}',
            ),
          ],
          { quiet: true },
        ),
      ],
    },
  ],
};
