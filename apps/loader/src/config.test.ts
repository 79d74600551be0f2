import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test.each([
  [{}, 'localhost:50052'],
  [{ TRANSFORMER_PORT: '60000' }, 'localhost:60000'],
  [{ TRANSFORMER_HOST: '0.0.0.0' }, 'localhost:50052'],
  [{ TRANSFORMER_HOST: '[::1]', TRANSFORMER_PORT: '60000' }, '[::1]:60000'],
  [{ TRANSFORMER_HOST: '127.0.0.2', TRANSFORMER_PORT: 'tcp://10.0.0.7:50052' }, '127.0.0.2:50052'],
  [{ TRANSFORMER_HOST: '127.0.0.2', TRANSFORMER_ADDRESS: 'dns:///transformer:1' }, 'dns:///transformer:1'],
])('with %j the transformer is called where it listens', (env, address) => {
  expect(readConfig(env).transformerAddress).toBe(address);
});
