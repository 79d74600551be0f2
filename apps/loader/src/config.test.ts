import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the transformer is called where it listens', () => {
  expect(readConfig({}).transformerAddress).toBe('localhost:50052');
  expect(readConfig({ TRANSFORMER_PORT: '60000' }).transformerAddress).toBe('localhost:60000');
});
