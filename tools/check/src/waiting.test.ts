import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, root } from './testing/workspace.ts';

const own = 'tools/check/src/waiting.test.ts';
const tests = globSync('{apps,libs,tools}/*/src/**/*.test.ts', { cwd: root }).filter((path) => path !== own);

/** Places in the tests where `pattern` stands, such as `libs/mesh/src/gate.test.ts:12`. */
function places(pattern: RegExp): string[] {
  return tests.flatMap((path) => {
    const text = read(path);
    return [...text.matchAll(pattern)].map(
      ({ index }) => `${path}:${text.slice(0, index).split('\n').length}`,
    );
  });
}

test('the tests are found', () => {
  expect(tests.length).toBeGreaterThan(50);
  expect(places(/expect[\s\S]{0,20}?\.poll\(/g).length).toBeGreaterThan(10);
});

test('no test is run again when it has failed', () => {
  expect(places(/\bretry: *[1-9]/g)).toEqual([]);
});

test('no test sleeps: it waits for what it needs', () => {
  expect(places(/\bawait (?:delay|sleep|setTimeout)\((?![^)]*signal)/g)).toEqual([]);
});

/** A poll without a bound of its own gives up after a second, which is nothing on a busy machine. */
test('every poll says how long it waits', () => {
  const polls = /\.poll\((?:(?!\.poll\()[\s\S])*?\)\s*\.(?:not\.)?to[A-Z]/g;
  const unbounded = /^(?![\s\S]*(?:timeout:|\bpoll\)))/;
  const found = tests.flatMap((path) => {
    const text = read(path);
    return [...text.matchAll(polls)]
      .filter(([call]) => unbounded.test(call))
      .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`);
  });
  expect(found).toEqual([]);
});
