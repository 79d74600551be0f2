import { labelOf } from '@prime-mesh/backends';
import { parser as logql } from '@grafana/lezer-logql';
import { parser as traceql } from '@grafana/lezer-traceql';
import type { SyntaxNode, Tree } from '@lezer/common';
import { attributeRows, baggageRows } from '@prime-mesh/telemetry/names';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { knownSeries, resourceLabels } from './known-series.ts';
import type { Query } from './panel.ts';

/** Put on log records by Loki's OTLP endpoint, besides the attributes. */
const logLabels = ['trace_id', 'span_id', 'severity_text', 'severity_number', 'event_name', 'scope_name'];
/** The labels of a stream; all others are structured metadata. */
const streamLabels = [
  'service_name',
  'service_namespace',
  'service_instance_id',
  'deployment_environment_name',
];
const resourceAttributes = ['service.name', 'service.namespace', 'service.instance.id', 'service.version'];

const attributes = [...Object.values(attributeRows), ...Object.values(baggageRows)].map(({ name }) => name);

/**
 * Finds what is wrong with a query whose variables are filled in: a syntax error by the grammar of its language, a
 * metric nobody records, a label or an attribute that is not on what it is asked of. Empty if all is well.
 */
export function problemsOf(query: Query): string[] {
  switch (query.source) {
    case 'prometheus':
      return promqlProblems(query.expr);
    case 'loki':
      return logqlProblems(query.expr);
    case 'tempo':
      return query.answer === 'service-map'
        ? promqlProblems(`traces_service_graph_request_total${query.expr}`)
        : traceqlProblems(query.expr);
  }
}

function promqlProblems(expr: string): string[] {
  const tree = promql.parse(expr);
  const broken = syntaxErrors(tree, expr);
  if (broken.length > 0) return broken;
  const text = textIn(expr);
  const selectors = nodes(tree.topNode, 'VectorSelector').flatMap((selector) => {
    const name = metricOf(selector, text);
    const labels = labelsOf(name);
    if (labels === undefined) return [`no such metric: ${name.source}`];
    return nodes(selector, 'LabelName')
      .map(text)
      .filter((label) => label !== '__name__' && !labels.has(label))
      .map((label) => `no label ${label} on ${name.source}`);
  });
  const groupings = nodes(tree.topNode, 'GroupingLabels').flatMap((grouping) => {
    const scope = nearest(grouping, ['AggregateExpr', 'BinaryExpr']);
    const names = nodes(scope, 'VectorSelector').map((selector) => metricOf(selector, text));
    return nodes(grouping, 'LabelName')
      .map(text)
      .filter((label) => label !== 'le' && !names.every((name) => labelsOf(name)?.has(label)))
      .map((label) => `no label ${label} on ${names.map(({ source }) => source).join(', ')}`);
  });
  return [...selectors, ...groupings];
}

/** The names a selector asks for: one, a pattern, or without any every series of ours. */
function metricOf(selector: SyntaxNode, text: (node: SyntaxNode) => string): RegExp {
  const identifier = selector.getChild('Identifier');
  if (identifier !== null) return new RegExp(`^${text(identifier)}$`);
  const matcher = nodes(selector, 'UnquotedLabelMatcher').find((node) => text(node).startsWith('__name__'));
  const value = matcher?.getChild('StringLiteral');
  return value ? new RegExp(`^(?:${text(value).slice(1, -1)})$`) : /^/;
}

/** The labels on every metric of that name; `le` is on the buckets of a histogram alone. */
function labelsOf(name: RegExp): ReadonlySet<string> | undefined {
  if (name.source === '^') return new Set(resourceLabels);
  const found = [...knownSeries].filter(([series]) => name.test(series));
  const [first, ...others] = found.map(([series, labels]) =>
    series.endsWith('_bucket') ? new Set([...labels, 'le']) : labels,
  );
  return first && new Set([...first].filter((label) => others.every((labels) => labels.has(label))));
}

function logqlProblems(expr: string): string[] {
  const tree = logql.parse(expr);
  const broken = syntaxErrors(tree, expr);
  if (broken.length > 0) return broken;
  const text = textIn(expr);
  const made = nodes(tree.topNode, 'LabelFormatMatcher').map((node) => text(node).split('=')[0] ?? '');
  const onLines = new Set([...streamLabels, ...logLabels, ...attributes.map(labelOf), ...made]);
  const templates = [...expr.matchAll(/\{\{[^}]*\}\}/g)].flatMap(([template]) =>
    [...template.matchAll(/\.(\w+)/g)].map(([, label = '']) => label),
  );
  const used = nodes(tree.topNode, 'Identifier').filter((node) => nearestName(node) !== 'Selector');
  const inSelector = nodes(tree.topNode, 'Selector').flatMap((node) => nodes(node, 'Identifier'));
  return [
    ...inSelector.map(text).filter((label) => !streamLabels.includes(label)),
    ...[...used.map(text), ...templates].filter((label) => !isOnLines(label, onLines)),
  ].map((label) => `no label ${label} on logs`);
}

/** `mesh_fault_` stands for a family: one key for each service. */
function isOnLines(label: string, known: ReadonlySet<string>): boolean {
  return known.has(label) || [...known].some((name) => name.endsWith('_') && label.startsWith(name));
}

function traceqlProblems(expr: string): string[] {
  const tree = traceql.parse(expr);
  const broken = syntaxErrors(tree, expr);
  if (broken.length > 0) return broken;
  return nodes(tree.topNode, 'AttributeField').flatMap((field) => {
    const [scope = '', ...rest] = textIn(expr)(field).split('.');
    const name = rest.join('.');
    const known = scope === 'resource' ? resourceAttributes : attributes;
    const isKnown = known.some((one) => (one.endsWith('.') ? name.startsWith(one) : name === one));
    return isKnown ? [] : [`no attribute ${name} on ${scope}`];
  });
}

function syntaxErrors(tree: Tree, expr: string): string[] {
  const errors: string[] = [];
  tree.iterate({
    enter: (node) => {
      if (node.type.isError)
        errors.push(`syntax error at ${node.from}: ${expr.slice(node.from, node.from + 30)}`);
    },
  });
  return errors;
}

function textIn(expr: string): (node: SyntaxNode) => string {
  return ({ from, to }) => expr.slice(from, to);
}

/** Every node of that name under one, itself included. */
function nodes(root: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  root.cursor().iterate((node) => {
    if (node.name === name) found.push(node.node);
  });
  return found;
}

function nearest(node: SyntaxNode, names: readonly string[]): SyntaxNode {
  for (let at = node.parent; at !== null; at = at.parent) if (names.includes(at.name)) return at;
  return node;
}

function nearestName(node: SyntaxNode): string {
  return nearest(node, ['Selector', 'PipelineStage', 'UnwrapExpr', 'Grouping']).name;
}
