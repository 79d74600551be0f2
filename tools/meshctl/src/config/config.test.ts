import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const storesOf = (env: Record<string, string>) => {
  const { lgtm } = readConfig(env);
  return lgtm && [lgtm.tempo, lgtm.loki, lgtm.prometheus].map(({ url }) => url.href);
};

test('telemetry is read back from the embedded backend unless said otherwise', () => {
  expect(storesOf({})).toBeUndefined();
});

test('one variable is enough: everything is read through the data sources of Grafana', () => {
  const proxy = 'http://g:3000/api/datasources/proxy/uid';
  expect(storesOf({ MESHCTL_GRAFANA: 'http://g:3000/' })).toEqual(
    ['tempo', 'loki', 'prometheus'].map((uid) => `${proxy}/${uid}`),
  );
});

test('what is named is read directly, the rest where Compose publishes it', () => {
  expect(storesOf({ MESHCTL_LOKI: 'http://l:1' })).toEqual([
    'http://localhost:3200/',
    'http://l:1/',
    'http://localhost:9090/',
  ]);
});

test('an embedded backend that is named wins', () => {
  expect(storesOf({ MESHCTL_GRAFANA: 'http://g:3000', MESHCTL_BACKEND: 'http://b:1' })).toBeUndefined();
});

test.each(['MESHCTL_GRAFANA', 'MESHCTL_TEMPO', 'MESHCTL_LOKI', 'MESHCTL_PROMETHEUS'])(
  '%s without a scheme is named with its value',
  (name) => {
    expect(() => readConfig({ [name]: 'localhost:3000' })).toThrow(`${name}="localhost:3000" must match`);
  },
);
