import type { SyntaxNode, Tree } from '@lezer/common';

/** Where the grammar cannot read on, with what stands there. */
export function syntaxErrors(tree: Tree, expr: string): string[] {
  const errors: string[] = [];
  tree.iterate({
    enter: (node) => {
      if (node.type.isError)
        errors.push(`syntax error at ${node.from}: ${expr.slice(node.from, node.from + 30)}`);
    },
  });
  return errors;
}

/** Reads the text of a node. */
export function textIn(expr: string): (node: SyntaxNode) => string {
  return ({ from, to }) => expr.slice(from, to);
}

/** Every node of that name under one, itself included. */
export function nodes(root: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  root.cursor().iterate((node) => {
    if (node.name === name) found.push(node.node);
  });
  return found;
}

/** The closest node around one that has one of the names; without any, the node itself. */
export function nearest(node: SyntaxNode, names: readonly string[]): SyntaxNode {
  for (let at = node.parent; at !== null; at = at.parent) if (names.includes(at.name)) return at;
  return node;
}
