import { expect, test } from 'vitest';
import { EnvReader } from './env-reader.ts';
import { readServiceAddress } from './service-address.ts';

test.each([
  [{}, 'localhost:50051'],
  [{ EXTRACTOR_PORT: '60000' }, 'localhost:60000'],
  [{ EXTRACTOR_HOST: '0.0.0.0' }, 'localhost:50051'],
  [{ EXTRACTOR_HOST: '[::1]', EXTRACTOR_PORT: '60000' }, '[::1]:60000'],
  [{ EXTRACTOR_HOST: '127.0.0.2', EXTRACTOR_PORT: 'tcp://10.0.0.7:50051' }, '127.0.0.2:50051'],
  [{ EXTRACTOR_HOST: '127.0.0.2', EXTRACTOR_ADDRESS: 'dns:///extractor:1' }, 'dns:///extractor:1'],
])('with %j the extractor is called where it listens', (env, address) => {
  expect(readServiceAddress(new EnvReader(env), 'EXTRACTOR', 50_051)).toBe(address);
});
