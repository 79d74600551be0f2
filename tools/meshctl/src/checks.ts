import { names } from '@prime-mesh/telemetry';
import type { MetricReport, Span, TracedRun, TraceLog } from '@prime-mesh/backends';
import { blockShape, describeShape, matchesShape, type SpanShape } from './block-shape.ts';
import { requiredMetrics, services } from './required-metrics.ts';
import { buildSpanTree, type SpanTree } from './span-tree.ts';

/** What is known about a run before its telemetry is read. */
export interface ExpectedRun extends TracedRun {
  readonly id: string;
  readonly blocksTotal: number;
  /** Trace ids that its stored blocks name. */
  readonly blockTraceIds: readonly string[];
}

/** Everything the backend holds about a run. */
export interface Evidence {
  readonly run: ExpectedRun;
  readonly spans: readonly Span[];
  readonly logs: readonly TraceLog[];
  readonly metrics: readonly MetricReport[];
}

/** The answer to one question. */
export interface CheckResult {
  readonly name: string;
  /** What was counted, when nothing is wrong. */
  readonly found: string;
  /** What is missing or wrong, one entry each; empty when the check passes. */
  readonly problems: readonly string[];
}

/**
 * A child may stick out of its parent by this much: spans start on the wall clock, which is read to 1 µs only by our
 * own processor, and whose steps between two processes of one host stay below a millisecond.
 */
export const clockToleranceNs = 1_000_000n;

/** The run and all of its blocks name one trace, and that trace has one root. */
export function checkOneTrace({ run, spans }: Evidence): CheckResult {
  const others = new Set([...run.blockTraceIds, ...spans.map(({ traceId }) => traceId)]);
  others.delete(run.traceId);
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  const problems = [...others].map((traceId) => `trace ${traceId} holds part of the run`);
  if (spans.length === 0) problems.push(`no span of trace ${run.traceId}`);
  else if (roots.length !== 1) problems.push(`${roots.length} roots: ${roots.map(describe).join(', ')}`);
  return { name: 'one trace', found: `${spans.length} spans, 1 root`, problems };
}

/** Every block has its spans at all three services and on their worker threads. */
export function checkBlocks({ run, spans }: Evidence): CheckResult {
  const tree = buildSpanTree(spans);
  const loads = Map.groupBy(
    spans.filter((span) => matchesShape(span, blockShape)),
    (span) => Number(span.attributes[names.attributes.blockIndex]),
  );
  const indices = Array.from({ length: run.blocksTotal }, (_, index) => index);
  const problems = indices.flatMap((index) =>
    missingBelow(tree, loads.get(index) ?? [], blockShape).map((what) => `block ${index}: no ${what}`),
  );
  return {
    name: 'every block complete',
    found: `${run.blocksTotal} blocks, 3 services and their threads`,
    problems,
  };
}

/** No span names a parent that is not there. */
export function checkNoOrphans({ spans }: Evidence): CheckResult {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId));
  const problems = orphans.map((span) => `${describe(span)} has no parent ${span.parentSpanId}`);
  return { name: 'no orphan', found: `${spans.length} spans`, problems };
}

/** Every child begins and ends within its parent. */
export function checkInsideParents({ spans }: Evidence): CheckResult {
  const tree = buildSpanTree(spans);
  const problems = spans.flatMap((span) => {
    const parent = tree.parent(span);
    if (parent === undefined) return [];
    const early = parent.startNs - span.startNs;
    const late = span.endNs - parent.endNs;
    const worst = early > late ? early : late;
    const by = `${(Number(worst) / 1e6).toFixed(2)} ms`;
    return worst > clockToleranceNs ? [`${describe(span)} sticks out of ${describe(parent)} by ${by}`] : [];
  });
  return { name: 'children inside parents', found: 'within 1 ms', problems };
}

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
 * Baggage of the allow-list is on every span of the mesh, other baggage on none. The caller's own spans may have more
 * than the edge let in, or another tenant than its certificate proved, but nothing that it withholds.
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
      ...lacking.map(([key, value]) => `${describe(span)} lacks ${key}=${value}`),
      ...others
        .filter((key) => Object.hasOwn(span.attributes, key))
        .map((key) => `${describe(span)} carries ${key}, which the run did not record`),
    ];
  });
  const found = entries.map(([key, value]) => `${key}=${value}`).join(', ') || 'none was sent';
  return { name: 'baggage on every span', found, problems };
}

/** All questions, in the order a reader asks them. */
export const checks = [
  checkOneTrace,
  checkBlocks,
  checkNoOrphans,
  checkInsideParents,
  checkLogs,
  checkMetrics,
  checkBaggage,
] as const;

/** Attribute of the root span: keys of the baggage that must not be recorded, with commas between. */
export const withheldBaggage = 'meshctl.baggage.withheld';

function withheldKeys(attributes: Span['attributes']): string[] {
  const keys = attributes[withheldBaggage];
  return typeof keys === 'string' && keys !== '' ? keys.split(',') : [];
}

/** What lacks when none of the candidates has everything below it; of several, the one that lacks least. */
function missingBelow(tree: SpanTree, candidates: readonly Span[], shape: SpanShape): string[] {
  const lacks = candidates.map((span) => {
    const below = tree.descendants(span);
    return (shape.below ?? []).flatMap((child) =>
      missingBelow(
        tree,
        below.filter((descendant) => matchesShape(descendant, child)),
        child,
      ),
    );
  });
  return lacks.toSorted((a, b) => a.length - b.length)[0] ?? [describeShape(shape)];
}

function describe({ service, name, spanId }: Span): string {
  return `${service} "${name}" ${spanId}`;
}
