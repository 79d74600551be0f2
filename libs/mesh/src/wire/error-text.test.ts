import { expect, test } from 'vitest';
import { shortenText } from './error-text.ts';

const digits = `1${'0'.repeat(19_999)}`;

test.each([
  ['range.from 5 must be below range.to 5', 'range.from 5 must be below range.to 5'],
  [`${2n ** 128n - 1n} is kept`, '340282366920938463463374607431768211455 is kept'],
  [
    `range.from ${digits} must be below range.to ${digits}`,
    'range.from 10000000...00000000 (20000 digits) must be below range.to 10000000...00000000 (20000 digits)',
  ],
  [
    `run ${'x'.repeat(900_000)} is not in the store`,
    `run ${'x'.repeat(496)}...(899224 bytes)...${'x'.repeat(280)} is not in the store`,
  ],
  ['half of a pair: \uD800', 'half of a pair: \uFFFD'],
])('text %# is sent as it can be received', (text, sent) => {
  expect(shortenText(text)).toBe(sent);
});

test.each(['ü', '素', '😀', '\uD800', '9', '\n'])(
  'a text of many %j is below 1 kB and well-formed',
  (character) => {
    const sent = shortenText(character.repeat(100_000));
    expect(Buffer.byteLength(sent)).toBeLessThan(1_000);
    expect(sent.isWellFormed()).toBe(true);
  },
);
