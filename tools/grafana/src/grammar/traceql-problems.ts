import { parser } from '@grafana/lezer-traceql';
import { knownAttributes } from './known-attributes.ts';
import { nodes, syntaxErrors, textIn } from './syntax.ts';

const resourceAttributes = ['service.name', 'service.namespace', 'service.instance.id', 'service.version'];

/** What is wrong with a TraceQL query; empty if nothing is. */
export function traceqlProblems(expr: string): string[] {
  const tree = parser.parse(expr);
  const broken = syntaxErrors(tree, expr);
  if (broken.length > 0) return broken;
  return nodes(tree.topNode, 'AttributeField').flatMap((field) => {
    const [scope = '', ...rest] = textIn(expr)(field).split('.');
    const name = rest.join('.');
    const known = scope === 'resource' ? resourceAttributes : knownAttributes;
    return known.includes(name) ? [] : [`no attribute ${name} on ${scope}`];
  });
}
