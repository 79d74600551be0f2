import { freePort } from '@prime-mesh/harness';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertPortsFree, isEndpointListening, parseEndpoint } from './ports.ts';

test('a free port passes, and is free again after the look', async () => {
  const port = await freePort();
  const probe = createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening');
  const loader = { owner: 'loader', variable: 'LOADER_PORT', host: '127.0.0.1', port };
  await expect(assertPortsFree([loader])).rejects.toThrow(
    `port ${port} (loader) is in use: end what listens there or set LOADER_PORT to another port`,
  );
  expect(await isEndpointListening(`http://127.0.0.1:${port}`)).toBe(true);
  await new Promise((resolve) => probe.close(resolve));
  await assertPortsFree([loader]);
  await assertPortsFree([loader]);
  expect(await isEndpointListening(`127.0.0.1:${port}`)).toBe(false);
});

test.each([
  ['http://localhost:4317', 'localhost', 4317],
  ['https://collector.example', 'collector.example', 4317],
  ['collector:55680', 'collector', 55_680],
  ['http://[::1]:4317/', '::1', 4317],
])('endpoint %s is host %s, port %d', (endpoint, host, port) => {
  expect(parseEndpoint(endpoint)).toEqual({ host, port });
});
