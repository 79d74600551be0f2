import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the extractor is called where it listens', () => {
  expect(readConfig({}).extractorAddress).toBe('localhost:50051');
  expect(readConfig({ EXTRACTOR_PORT: '60000' }).extractorAddress).toBe('localhost:60000');
});
