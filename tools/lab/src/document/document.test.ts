import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { experimentsDocument, listDocument, matrixDocument, withPart } from './document.ts';
import { experiments } from '../experiments.ts';
import { runMatrix } from './matrix.ts';

const document = readFileSync(new URL('../../../../docs/baggage.md', import.meta.url), 'utf8');

// A difference shows which cell an upgrade changed; `npm run generate -w @prime-mesh/lab` writes the new ones.
test('docs/baggage.md has the propagation matrix as it is seen now', async () => {
  const rows = await runMatrix();
  expect(rows.length).toBeGreaterThan(30);
  expect(withPart(document, 'matrix', matrixDocument(rows))).toBe(document);
});

test('docs/baggage.md has every experiment', () => {
  expect(withPart(document, 'list', listDocument(experiments))).toBe(document);
  expect(withPart(document, 'experiments', experimentsDocument(experiments))).toBe(document);
});

test('a document that lost a line or a mark is noticed', () => {
  const stale = document.replace(/^\| the call .*\n/m, '');
  expect(stale).not.toBe(document);
  expect(withPart(stale, 'experiments', experimentsDocument(experiments))).toBe(document);
  expect(() => withPart('# empty', 'matrix', '')).toThrow('no part matrix');
});

test('every experiment has a question, expectations and advice, and its own name', () => {
  for (const { name, question, did, expected, why, production } of experiments) {
    expect(name).toMatch(/^[a-z][a-z-]*$/);
    expect(question, name).toMatch(/\?$/);
    expect(Object.keys(expected).length, name).toBeGreaterThan(1);
    for (const text of [did, why, production]) expect(text, name).toMatch(/^\w.{40,}\.$/s);
  }
  const names = experiments.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
