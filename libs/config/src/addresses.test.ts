import { expect, test } from 'vitest';
import { calledAddress, hostPort } from './addresses.ts';

test.each([
  ['127.0.0.1', 'localhost:50051'],
  ['0.0.0.0', 'localhost:50051'],
  ['::', 'localhost:50051'],
  ['::1', '[::1]:50051'],
  ['127.0.0.2', '127.0.0.2:50051'],
  ['mesh.example', 'mesh.example:50051'],
])('a server on %s is called at %s', (host, address) => {
  expect(calledAddress(host, 50_051)).toBe(address);
});

test('an IPv6 address gets brackets before a port', () => {
  expect(hostPort('::', 1)).toBe('[::]:1');
  expect(hostPort('0.0.0.0', 1)).toBe('0.0.0.0:1');
});
