import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Extractor, Loader, Transformer } from './definitions.ts';
import { generatedDirectory, withFreshFiles } from './generate.ts';
import { protoDirectory } from './proto-options.ts';

const contents = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .map((path) => [path.slice(directory.length), readFileSync(path, 'latin1')]),
  );

test('what is generated is what the protos say', () => {
  const committed = contents(generatedDirectory);
  expect(Object.keys(committed).length).toBeGreaterThan(20);
  withFreshFiles((directory) => expect(committed).toEqual(contents(directory)));
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

test('every file names its packages of Go and Java', () => {
  for (const file of globSync('**/*.proto', { cwd: protoDirectory })) {
    const text = readFileSync(join(protoDirectory, file), 'utf8');
    expect(text.match(/^option (go_package|java_package|java_multiple_files) = /gm), file).toHaveLength(3);
  }
});
