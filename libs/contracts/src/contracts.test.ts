import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Extractor, Loader, Transformer } from './definitions.ts';
import { generatedDirectory, withFreshTypes } from './generate.ts';

const contents = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .map((path) => [path.slice(directory.length), readFileSync(path, 'utf8')]),
  );

test('the committed types are what the protos say', () => {
  const committed = contents(generatedDirectory);
  expect(Object.keys(committed).length).toBeGreaterThan(20);
  withFreshTypes((directory) => expect(committed).toEqual(contents(directory)));
});

test('every service is in the package definition', () => {
  expect(Object.keys(Extractor)).toEqual(['Extract']);
  expect(Object.keys(Transformer)).toEqual(['Transform']);
  expect(Object.keys(Loader).toSorted()).toEqual(['GetRun', 'ListRuns', 'ReadPrimes', 'Run']);
});

test('64-bit integers travel as decimal strings and stay exact', () => {
  const { responseSerialize, responseDeserialize } = Extractor.Extract;
  const checksum = (2n ** 64n - 59n).toString();
  const decoded = responseDeserialize(
    responseSerialize({ block: { base: '30', bitmap: Buffer.of(255), checksum } }),
  );
  expect(decoded.block?.checksum).toBe(checksum);
});

test('a decoded bitmap is a view of the message, not a copy', () => {
  const { responseSerialize, responseDeserialize } = Extractor.Extract;
  const message = responseSerialize({ block: { bitmap: Buffer.alloc(64, 7) } });
  expect(responseDeserialize(message).block?.bitmap.buffer).toBe(message.buffer);
});
