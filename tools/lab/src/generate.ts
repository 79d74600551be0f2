// npm run generate: runs the matrix and writes the generated parts of docs/baggage.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { experimentsDocument, listDocument, matrixDocument, withPart } from './document/document.ts';
import { experiments } from './experiments.ts';
import { runMatrix } from './document/matrix.ts';

const path = new URL('../../../docs/baggage.md', import.meta.url);
const parts = {
  matrix: matrixDocument(await runMatrix()),
  list: listDocument(experiments),
  experiments: experimentsDocument(experiments),
};
let document = readFileSync(path, 'utf8');
document = withPart(document, 'matrix', parts.matrix);
document = withPart(document, 'list', parts.list);
document = withPart(document, 'experiments', parts.experiments);
writeFileSync(path, document);
