import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { EnvReader } from './env-reader.ts';

const problems = (read: (env: EnvReader) => unknown, source: Record<string, string>): readonly string[] => {
  const env = new EnvReader(source);
  read(env);
  try {
    env.done({});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
};

test('good values are read and frozen', () => {
  const env = new EnvReader({
    N: '-3',
    F: '0.25',
    ON: 'TRUE',
    OFF: '0',
    KIND: 'b',
    AT: 'localhost:50051',
    S: 'x y',
  });
  const config = env.done({
    n: env.int('N', { min: -5, max: 5 }),
    f: env.float('F', { min: 0, max: 1 }),
    on: env.flag('ON'),
    off: env.flag('OFF', { default: true }),
    kind: env.oneOf('KIND', ['a', 'b']),
    at: env.address('AT'),
    s: env.string('S', { pattern: /[a-z ]+/ }),
  });
  expect(config).toEqual({
    n: -3,
    f: 0.25,
    on: true,
    off: false,
    kind: 'b',
    at: 'localhost:50051',
    s: 'x y',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test.each([
  ['absent', {}],
  ['empty', { N: '', ON: '', KIND: '', AT: '', S: '' }],
])('a default stands in for an %s variable', (_, source) => {
  const env = new EnvReader(source);
  const config = env.done({
    n: env.int('N', { default: 0, min: 0, max: 5 }),
    on: env.flag('ON', { default: false }),
    kind: env.oneOf('KIND', ['a', 'b'], { default: 'b' }),
    at: env.address('AT', { default: 'h:1' }),
    s: env.string('S', { default: '' }),
  });
  expect(config).toEqual({ n: 0, on: false, kind: 'b', at: 'h:1', s: '' });
});

test('a default never replaces a bad value', () => {
  expect(problems((env) => env.int('N', { default: 4, min: 1, max: 8 }), { N: 'four' })).toEqual([
    'N="four" must be an integer in [1, 8]',
  ]);
});

test.each(['0', '9', '1.5', '1e0', '0x2', ' 2', '2 ', 'NaN', 'Infinity', '٣'])(
  '%j is no integer in [1, 8]',
  (raw) => {
    expect(problems((env) => env.int('N', { min: 1, max: 8 }), { N: raw })).toHaveLength(1);
  },
);

test.each([
  'localhost',
  ':1',
  'h:0',
  'h:65536',
  'h:1,i:2',
  'dns:///h',
  'http://h:1',
  'dns:///h:1,i:2',
  'h:1 ',
])('%j is no address', (raw) => {
  expect(problems((env) => env.address('AT'), { AT: raw })).toEqual([
    `AT=${JSON.stringify(raw)} must be host:port with a port in [1, 65535]`,
  ]);
});

test.each([
  'h:1',
  '127.0.0.1:65535',
  '[::1]:50051',
  'dns:///a.b-c:2',
  'ipv4:127.0.0.1:1,127.0.0.1:2',
  'ipv6:[::1]:1',
])('%j is an address', (raw) => {
  expect(problems((env) => env.address('AT'), { AT: raw })).toEqual([]);
});

test('a directory may be missing but must not be a file', () => {
  const env = new EnvReader({ HERE: '.', NEW: './not-there-yet' });
  expect(env.directory('HERE')).toBe(resolve('.'));
  expect(env.directory('NEW')).toBe(resolve('not-there-yet'));
  expect(env.done({})).toEqual({});
  expect(problems((reader) => reader.directory('D'), { D: import.meta.filename })[0]).toMatch(
    /must be a directory$/,
  );
});

test.each([
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['::', '::'],
  ['127.0.0.2', '127.0.0.2'],
  ['mesh-1.example', 'mesh-1.example'],
])('host %s is %s', (raw, host) => {
  const env = new EnvReader({ HOST: raw });
  expect(env.host('HOST')).toBe(host);
  expect(env.done({})).toEqual({});
});

test.each(['h:1', '[::1', '[name]', 'http://h', 'a b', '1::2::3'])('%j is no host', (raw) => {
  expect(problems((env) => env.host('HOST'), { HOST: raw })).toEqual([
    `HOST=${JSON.stringify(raw)} must be a host name or an IP address`,
  ]);
});

test.each(['tcp://10.0.0.7:50051', 'udp://10.0.0.7:53', 'sctp://[fd00::7]:1'])(
  'the link %s of Kubernetes or Docker counts as absent, with a word',
  async (link) => {
    const warned = once(process, 'warning');
    const env = new EnvReader({ N_PORT: link });
    expect(env.done({ port: env.port('N_PORT', { default: 50_051 }) })).toEqual({ port: 50_051 });
    const [warning] = (await warned) as [Error];
    expect(warning.message).toBe(
      `N_PORT="${link}" is a link of Kubernetes or Docker and is ignored: 50051 is used`,
    );
  },
);

test.each([
  ['0', undefined, ['N_PORT="0" must be an integer in [1, 65535]']],
  ['0', 0, []],
  ['65536', undefined, ['N_PORT="65536" must be an integer in [1, 65535]']],
  ['http://h:1', undefined, ['N_PORT="http://h:1" must be an integer in [1, 65535]']],
] as const)('port %s from %s on', (raw, min, expected) => {
  const options = { default: 1, ...(min !== undefined && { min }) };
  expect(problems((env) => env.port('N_PORT', options), { N_PORT: raw })).toEqual(expected);
});

test('an inherited property name is not a flag', () => {
  expect(problems((env) => env.flag('ON'), { ON: 'constructor' })).toEqual([
    'ON="constructor" must be true, false, 1 or 0',
  ]);
});

test('a message does not repeat the login of a URL', () => {
  expect(problems((env) => env.endpoint('AT'), { AT: 'http://user:p@ss@h:4317' })[0]).toMatch(
    /^AT="http:\/\/…@h:4317" must be http:/,
  );
});

test('every problem is in one message, with name, value and bound', () => {
  const env = new EnvReader({ THREADS: '99', KIND: 'c', NAME: 'A b' });
  env.int('THREADS', { default: 2, min: 1, max: 64 });
  env.oneOf('KIND', ['a', 'b']);
  env.string('NAME', { pattern: /[a-z]+|[0-9]+/ });
  env.int('PORT', { min: 1, max: 65_535 });
  expect(() => env.done({})).toThrow(
    new ConfigError([
      'THREADS="99" must be an integer in [1, 64]',
      'KIND="c" must be one of a, b',
      'NAME="A b" must match [a-z]+|[0-9]+',
      'PORT is required',
    ]),
  );
});
