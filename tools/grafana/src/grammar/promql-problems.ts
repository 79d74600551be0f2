import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { knownSeries, resourceLabels } from './known-series.ts';
import { nearest, nodes, syntaxErrors, textIn } from './syntax.ts';

/** What is wrong with a PromQL query; empty if nothing is. */
export function promqlProblems(expr: string): string[] {
  const tree = parser.parse(expr);
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
