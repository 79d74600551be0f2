import { expect, test } from 'vitest';
import { parseOtlpEndpoint } from './otlp-endpoint.ts';

test.each([
  ['http://localhost:4317', 'http', { host: 'localhost', port: 4317 }, 'http://localhost:4317'],
  ['HTTP://h:4317/', 'http', { host: 'h', port: 4317 }, 'http://h:4317'],
  ['http://h:4317/v1/traces', 'http', { host: 'h', port: 4317 }, 'http://h:4317'],
  ['http://[::1]:4317', 'http', { host: '::1', port: 4317 }, 'http://[::1]:4317'],
  ['http://h', 'http', { host: 'h', port: 443 }, 'http://h'],
  ['https://api.example', 'https', { host: 'api.example', port: 443 }, 'https://api.example'],
  ['https://api.example:8443', 'https', { host: 'api.example', port: 8443 }, 'https://api.example:8443'],
  ['localhost:4317', undefined, { host: 'localhost', port: 4317 }, 'localhost:4317'],
  ['collector', undefined, { host: 'collector', port: 443 }, 'collector'],
  ['[::1]:4317', undefined, { host: '::1', port: 4317 }, '[::1]:4317'],
  ['dns:///collector:4317', undefined, { host: 'collector', port: 4317 }, 'collector:4317'],
  ['unix:///run/otlp.sock', undefined, { path: '/run/otlp.sock' }, 'unix:///run/otlp.sock'],
  [' http://h:4317 ', 'http', { host: 'h', port: 4317 }, 'http://h:4317'],
] as const)('%s is dialed', (text, scheme, at, target) => {
  expect(parseOtlpEndpoint(text)).toEqual({ scheme, at, target });
});

test.each([
  '',
  'http://',
  'http://h:80', // they would dial 443
  'http://h:0',
  'h:65536',
  'h:many',
  'h:1,i:2',
  'two words:1',
  'user:secret@h:4317',
  'unix:relative.sock',
  'unix://relative/otlp.sock',
  'ftp://h:21',
  'dns://8.8.8.8/h:4317',
])('%j is not', (text) => {
  expect(parseOtlpEndpoint(text)).toBeUndefined();
});
