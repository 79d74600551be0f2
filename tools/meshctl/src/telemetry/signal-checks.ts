import { names, services } from '@prime-mesh/telemetry/names';
import { withheldKeys } from '../mesh/withheld-baggage.ts';
import { describeSpan, type CheckResult, type Evidence } from './evidence.ts';
import { requiredMetrics } from './required-metrics.ts';

/** Every service wrote logs on spans of the trace. */
export function checkLogs({ spans, logs }: Evidence): CheckResult {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const counts = Map.groupBy(logs, ({ service }) => service);
  const silent = services.filter((service) => !counts.has(service));
  const loose = logs.filter(({ spanId }) => !ids.has(spanId));
  return {
    name: 'logs carry the trace',
    found: services.map((service) => `${service} ${counts.get(service)?.length ?? 0}`).join(', '),
    problems: [
      ...silent.map((service) => `no log of ${service}`),
      ...loose.map(({ service, spanId }) => `a log of ${service} names span ${spanId}, which is missing`),
    ],
  };
}

/** Every service has reported its process, runtime, rpc and worker metrics since the run began. */
export function checkMetrics({ run, metrics }: Evidence): CheckResult {
  const fresh = metrics.filter(({ lastNs }) => lastNs >= run.startedNs);
  const reported = new Set(fresh.map(({ service, metric }) => `${service} ${metric}`));
  const problems = services.flatMap((service) =>
    requiredMetrics(service)
      .filter((metric) => !reported.has(`${service} ${metric}`))
      .map((metric) => `no ${metric} of ${service}`),
  );
  return { name: 'metrics of every service', found: 'process, runtime, rpc and worker', problems };
}

/**
 * Every span of the mesh carries the baggage that the run recorded, and none carries other keys of the table, or keys
 * that the caller sent and does not record. The caller's own spans may carry more keys of the table than the edge let
 * in, and another tenant than its certificate proved.
 */
export function checkBaggage({ run, spans }: Evidence): CheckResult {
  const entries = Object.entries(run.baggage);
  const withheld = spans.flatMap(({ attributes }) => withheldKeys(attributes));
  const isUnrecorded = (key: string): boolean => !Object.hasOwn(run.baggage, key);
  const problems = spans.flatMap((span) => {
    const isOfCaller = span.service === 'meshctl';
    const others = [...(isOfCaller ? [] : Object.values(names.baggage)), ...withheld].filter(isUnrecorded);
    const lacking = entries.filter(([key, value]) => !isOfCaller && span.attributes[key] !== value);
    return [
      ...lacking.map(([key, value]) => `${describeSpan(span)} lacks ${key}=${value}`),
      ...others
        .filter((key) => Object.hasOwn(span.attributes, key))
        .map((key) => `${describeSpan(span)} carries ${key}, which the run did not record`),
    ];
  });
  const found = entries.map(([key, value]) => `${key}=${value}`).join(', ') || 'none was sent';
  return { name: 'baggage on every span', found, problems };
}
