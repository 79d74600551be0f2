import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startReceiver } from '../../testing/otlp-receiver.ts';
import { runProgram } from '../../testing/run-program.ts';
import { reachDirectly } from './reach-directly.ts';

test.each([
  ['http://localhost:4317', 'localhost'],
  ['http://127.0.0.2:4317/', '127.0.0.2'],
  ['https://[::1]:4317', '::1'],
  ['localhost:4317', 'localhost'],
  ['http://otel.localhost:4317', 'otel.localhost'],
  ['http://otel-lgtm:4317', undefined],
  ['http://127.example.com:4317', undefined],
  ['http://[2001:db8::1]:4317', undefined],
  ['unix:///run/otel.sock', undefined],
])('%s is reached without a proxy: %s', (endpoint, host) => {
  const env: NodeJS.ProcessEnv = { http_proxy: 'http://127.0.0.1:1' };
  reachDirectly(endpoint, env);
  expect(env['no_grpc_proxy']).toBe(host);
});

test.each([
  [{ no_proxy: 'example.com,internal' }, 'example.com,internal,localhost'],
  [{ no_proxy: 'example.com', no_grpc_proxy: 'other' }, 'other,localhost'],
  [{ no_proxy: 'example.com,' }, 'example.com,localhost'],
])('what %j says stays', (env: NodeJS.ProcessEnv, list) => {
  reachDirectly('http://localhost:4317', env);
  expect(env['no_grpc_proxy']).toBe(list);
});

test('with a proxy in the environment, telemetry goes straight to a backend on this machine', async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  await using backend = await startReceiver();
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${backend.port}`,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    SHUTDOWN_MS: '1000',
    http_proxy: address,
    https_proxy: address,
    grpc_proxy: address,
    no_proxy: '',
    no_grpc_proxy: '',
  });
  proxy.close();
  expect(asked).toEqual([]);
  expect(new Set(backend.exports)).toEqual(new Set(['spans', 'logs', 'metrics']));
});
