import { markdownTable } from 'markdown-table';
import type { Experiment } from '../experiment.ts';
import type { Kind, MatrixRow } from './matrix.ts';

/** Names of the generated parts of docs/baggage.md. Each is between `<!-- begin NAME -->` and `<!-- end NAME -->`. */
export type Part = 'matrix' | 'list' | 'experiments';

/**
 * Returns the document with a part replaced.
 * @throws {Error} if the document lacks the marks of the part
 */
export function withPart(document: string, part: Part, text: string): string {
  const [begin, end] = [`<!-- begin ${part} -->`, `<!-- end ${part} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document has no part ${part} between ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|'))));
}

const kindHeads: Record<Kind, string> = {
  unary: 'unary call',
  stream: 'stream',
  retry: 'second attempt',
  worker: 'worker thread',
};

/** The propagation matrix. */
export function matrixDocument(rows: readonly MatrixRow[]): string {
  const kinds = Object.keys(kindHeads) as Kind[]; // the keys are kinds
  return table(
    ['middle hop', '`OTEL_PROPAGATORS`', ...Object.values(kindHeads)],
    rows.map(({ setup, propagators, passes }) => [
      setup,
      propagators === 'default' ? 'default' : `\`${propagators}\``,
      ...kinds.map((kind) => passes[kind]),
    ]),
  );
}

/** The list of experiments, with links. */
export function listDocument(experiments: readonly Experiment[]): string {
  return experiments.map(({ name, question }) => `- [${name}](#${name}): ${question}`).join('\n');
}

/** Half a page for each experiment. */
export function experimentsDocument(experiments: readonly Experiment[]): string {
  return experiments.map(experimentDocument).join('\n\n');
}

function experimentDocument({ name, question, did, expected, why, production }: Experiment): string {
  const rows = Object.entries(expected).map(([what, seen]) => [escape(what), escape(seen)]);
  return [
    `### ${name}`,
    `**${escape(question)}** \`npx meshctl lab ${name}\``,
    escape(did),
    table(['looked at', 'what you see'], rows),
    `**Why.** ${escape(why)}`,
    `**In production.** ${escape(production)}`,
  ].join('\n\n');
}

/** Escapes the characters outside code spans that Markdown would take as marks. */
function escape(text: string): string {
  const pieces = text.split(/(`[^`]*`)/);
  return pieces
    .map((piece) => (piece.startsWith('`') ? piece : piece.replaceAll(/[*<>]/g, String.raw`\$&`)))
    .join('');
}
