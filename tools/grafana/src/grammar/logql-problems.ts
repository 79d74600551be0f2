import { parser } from '@grafana/lezer-logql';
import type { SyntaxNode } from '@lezer/common';
import { labelOf } from '@prime-mesh/backends';
import { label, logLabel } from '../queries/label.ts';
import { knownAttributes } from './known-attributes.ts';
import { nearest, nodes, syntaxErrors, textIn } from './syntax.ts';

/** Labels that Loki's OTLP endpoint puts on log records, besides their attributes. */
const logLabels = ['trace_id', 'span_id', 'severity_number', 'scope_name', ...Object.values(logLabel)];
/** The labels of a stream; all others are structured metadata. */
const streamLabels = [label.service, label.namespace, 'service_instance_id', 'deployment_environment_name'];

/** What is wrong with a LogQL query; empty if nothing is. */
export function logqlProblems(expr: string): string[] {
  const tree = parser.parse(expr);
  const broken = syntaxErrors(tree, expr);
  if (broken.length > 0) return broken;
  const text = textIn(expr);
  const made = nodes(tree.topNode, 'LabelFormatMatcher').map((node) => text(node).split('=')[0] ?? '');
  const onLines = new Set([...streamLabels, ...logLabels, ...knownAttributes.map(labelOf), ...made]);
  const templates = [...expr.matchAll(/\{\{[^}]*\}\}/g)].flatMap(([template]) =>
    [...template.matchAll(/\.(\w+)/g)].map(([, label = '']) => label),
  );
  const used = nodes(tree.topNode, 'Identifier').filter((node) => !isInSelector(node));
  const inSelector = nodes(tree.topNode, 'Selector').flatMap((node) => nodes(node, 'Identifier'));
  return [
    ...inSelector.map(text).filter((label) => !streamLabels.includes(label)),
    ...[...used.map(text), ...templates].filter((label) => !onLines.has(label)),
  ].map((label) => `no label ${label} on logs`);
}

function isInSelector(node: SyntaxNode): boolean {
  return nearest(node, ['Selector', 'PipelineStage', 'UnwrapExpr', 'Grouping']).name === 'Selector';
}
