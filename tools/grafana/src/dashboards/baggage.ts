import { names, services, type Service } from '@prime-mesh/telemetry/names';
import { calls, method, status } from '../queries/calls.ts';
import { faultLabel, label, legend, logLabel } from '../queries/label.ts';
import { chosenLogs, trouble } from '../queries/logql.ts';
import { chosen, chosenTenant, inRange, ofTenant, quantile, rate } from '../queries/promql.ts';
import { instant, prometheus, ratesBy, traceql } from '../queries/query.ts';
import { series } from '../queries/series.ts';
import { onSpan, spanService } from '../queries/traceql.ts';
import { bars, logs, table, timeseries, type Dashboard } from './panel.ts';

const { events } = names;
const hasTenant = `${label.tenant}!=""`;
const hasTier = `${label.tier}!=""`;
const named = `${ofTenant}, ${hasTenant}`;
const chosenNamed = `${chosenTenant}, ${hasTenant}`;
/** Calls at the edge of the mesh: one for each request of a tenant, whatever it makes the services do. */
const edge = `${method.run}, ${named}`;
const ofAlgorithm = `${chosenTenant}, ${label.algorithm}!=""`;
const perAlgorithm = [label.algorithm, label.service];
const asksForFault = (service: Service): string => `${onSpan(`${names.baggage.fault}${service}`)} != nil`;
const underFault = `{ ${services.map(asksForFault).join(' || ')} }`;
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
          ratesBy(calls, [label.tenant], edge),
        ]),
        timeseries('Time of a run by tenant', '95 % of the runs of each tenant end within this time.', 's', [
          prometheus(quantile(0.95, series.runDuration, [label.tenant], named), legend(label.tenant)),
        ]),
        timeseries(
          'CPU by tenant',
          'Cores that worker threads of all services spend for each tenant.',
          'suffix: cores',
          [ratesBy(series.workerCpuTime, [label.tenant], chosenNamed)],
          { stacked: true },
        ),
        timeseries(
          'Faults by tenant',
          'Calls per second that failed by a fault of the mesh.',
          'reqps',
          [ratesBy(calls, [label.tenant, label.service], `${chosenNamed}, ${status.faulty}`)],
          { quiet: true },
        ),
        table(
          'The bill',
          'What each tenant used in the time range: CPU time of worker threads over all services, calls, and primes found.',
          'short',
          [
            instant(inRange(series.workerCpuTime, chosenNamed, [label.tenant])),
            instant(inRange(calls, chosenNamed, [label.tenant])),
            instant(inRange(series.primes, named, [label.tenant])),
          ],
          {
            width: 12,
            height: 8,
            columns: { by: label.tenant, headings: ['CPU seconds', 'calls', 'primes'] },
          },
        ),
        bars('CPU by tenant and service', 'CPU seconds of the time range.', 's', [
          instant(
            inRange(series.workerCpuTime, chosenNamed, [label.tenant, label.service]),
            legend(label.tenant, label.service),
          ),
        ]),
      ],
    },
    {
      title: 'Tiers and algorithms side by side',
      panels: [
        timeseries('Wait by tier', '95 % of the tasks of each tier get a thread within this time.', 's', [
          prometheus(
            quantile(0.95, series.workerWaitDuration, [label.tier], `${chosenTenant}, ${hasTier}`),
            legend(label.tier),
          ),
        ]),
        timeseries('Calls by tier', 'Calls served per second.', 'reqps', [
          ratesBy(calls, [label.tier], `${chosenTenant}, ${hasTier}`),
        ]),
        timeseries(
          'Time of a block by algorithm',
          'Half of the calls of each step end within this time.',
          's',
          [
            prometheus(
              quantile(0.5, series.rpcServerCallDuration, [label.algorithm, label.rpcMethod], ofAlgorithm),
              legend(label.algorithm, label.rpcMethod),
            ),
          ],
        ),
        timeseries(
          'CPU per block by algorithm',
          'CPU seconds of the worker threads of a service for one of its blocks.',
          's',
          [
            prometheus(
              `${rate(series.workerCpuTime, perAlgorithm, ofAlgorithm)} / ${rate(series.blocks, perAlgorithm, ofAlgorithm)}`,
              legend(...perAlgorithm),
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
          `Spans per second that were hit by a fault which baggage had ordered, by service. They have the event \`${events.faultInjected}\`.`,
          'suffix: spans/s',
          [traceql(`${injected} | rate() by (${spanService})`, 'series')],
          { quiet: true },
        ),
        timeseries(
          'Spans under a fault',
          'Spans per second of calls whose baggage asks for a fault, hit by it or not, by service.',
          'suffix: spans/s',
          [traceql(`${underFault} | rate() by (${spanService})`, 'series')],
          { quiet: true },
        ),
        table(
          'Traces with a fault',
          'The newest traces in which a fault was injected. The search leaves out the last 30 s.',
          'short',
          [traceql(injected, 'traces')],
          { width: 12, height: 8, quiet: true },
        ),
        logs(
          'What services say under a fault',
          'Warnings and errors of calls whose baggage asks for a fault.',
          `${chosenLogs} | ${trouble} | ${services.map((service) => `${faultLabel(service)}!=""`).join(' or ')}`,
          { width: 12, height: 8, quiet: true },
        ),
      ],
    },
    {
      title: 'Dropped',
      panels: [
        timeseries(
          'Baggage dropped',
          'Entries of baggage per second that a service refused, by reason: an unknown key or value, a key that is switched off (`forbidden`), a tenant that is not the caller, or more than is carried.',
          'suffix: entries/s',
          [ratesBy(series.baggageDropped, [label.service, label.reason])],
          { quiet: true },
        ),
        logs(
          'Keys dropped',
          'Each key once for each reason, never its value.',
          `${chosenLogs} | ${logLabel.event}="${events.baggageDropped}"`,
          { width: 12, height: 8, quiet: true },
        ),
        timeseries(
          'Values folded into other',
          'Calls per second that count as `other`: their tenant, tier or algorithm is not on the list, or came when the list was full.',
          'reqps',
          [label.tenant, label.tier, label.algorithm].map((folded) =>
            prometheus(
              rate(calls, [label.service], `${chosenTenant}, ${folded}="other"`),
              `${folded} ${legend(label.service)}`,
            ),
          ),
          { quiet: true },
        ),
        timeseries(
          'Calls without a tenant',
          'Calls per second without the key: the caller set none, or a hop on the way dropped the baggage. Where services disagree, it was lost between them.',
          'reqps',
          [ratesBy(calls, [label.service, label.rpcMethod], `${chosen}, ${label.tenant}=""`)],
          { quiet: true },
        ),
      ],
    },
  ],
};
