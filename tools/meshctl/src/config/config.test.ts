import { expect, test } from 'vitest';
import { meshEnvironment, readConfig } from './config.ts';

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

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;

test('a login in a URL is a header, and in no address', () => {
  const { lgtm } = readConfig({
    MESHCTL_GRAFANA: 'https://ann:p%40ss@g:3000/grafana',
    MESHCTL_LOKI: 'http://:only@l:1',
  });
  expect(lgtm?.grafana?.href).toBe('https://g:3000/grafana');
  expect(lgtm?.tempo).toMatchObject({ authorization: basic('ann:p@ss') });
  expect(lgtm?.tempo.url.href).toBe('https://g:3000/grafana/api/datasources/proxy/uid/tempo');
  expect(lgtm?.loki).toEqual({
    program: 'Loki',
    variable: 'MESHCTL_LOKI',
    url: new URL('http://l:1'),
    authorization: basic(':only'),
  });
  expect(JSON.stringify(lgtm)).not.toContain('p%40ss');
});

test.each([
  ['http://ann:p@ss@g:3000', 'ann:p@ss'],
  ['http://100%:x%zz@g:3000', '100%:x%zz'],
])('the login of %s is %s', (url, login) => {
  expect(readConfig({ MESHCTL_GRAFANA: url }).lgtm?.tempo.authorization).toBe(basic(login));
});

test('a token is for what is read through Grafana alone', () => {
  const { lgtm } = readConfig({
    MESHCTL_GRAFANA: 'http://g:3000',
    MESHCTL_GRAFANA_TOKEN: 'glsa_x',
    MESHCTL_LOKI: 'http://l:1',
  });
  expect(lgtm?.tempo.authorization).toBe('Bearer glsa_x');
  expect(lgtm?.loki.authorization).toBeUndefined();
});

test.each([
  [{ MESHCTL_GRAFANA: 'http://g:3000' }, 'two\nlines', 'MESHCTL_GRAFANA_TOKEN must be visible ASCII'],
  [{}, 'glsa_secret', 'MESHCTL_GRAFANA_TOKEN needs MESHCTL_GRAFANA'],
  [{ MESHCTL_GRAFANA: 'http://a:b@g' }, 'glsa_secret', 'a login in MESHCTL_GRAFANA exclude each other'],
])('with %j a token may be refused, and is not shown', (env, token, message) => {
  const read = () => readConfig({ ...env, MESHCTL_GRAFANA_TOKEN: token });
  expect(read).toThrow(message);
  expect(read).not.toThrow(token);
});

test('the embedded backend asks for no login, and what is refused is not shown', () => {
  expect(() => readConfig({ MESHCTL_BACKEND: 'http://ann:secret@b:1' })).toThrow(
    'MESHCTL_BACKEND="http://…@b:1" must match',
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

test('addresses follow hosts and ports', () => {
  const config = readConfig({
    EXTRACTOR_HOST: '127.0.0.2',
    TRANSFORMER_HOST: '::',
    LOADER_HOST: '[::1]',
    LOADER_PORT: '60053',
    DEVTOOLS_HOST: '::1',
  });
  expect(config).toMatchObject({
    extractorAddress: '127.0.0.2:50051',
    transformerAddress: 'localhost:50052',
    loaderAddress: '[::1]:60053',
    otlpEndpoint: 'http://[::1]:4317',
    backendUrl: 'http://[::1]:4318',
  });
  expect(meshEnvironment(config)).toMatchObject({
    EXTRACTOR_HOST: '127.0.0.2',
    EXTRACTOR_ADDRESS: '127.0.0.2:50051',
    TRANSFORMER_HOST: '::',
    TRANSFORMER_ADDRESS: 'localhost:50052',
    LOADER_HOST: '::1',
    LOADER_PORT: '60053',
    DEVTOOLS_HOST: '::1',
  });
});

test('links of Kubernetes are not handed on to the services', () => {
  const config = readConfig({ EXTRACTOR_PORT: 'tcp://10.0.0.7:50051', DEVTOOLS_PORT: 'tcp://10.0.0.8:1' });
  expect(meshEnvironment(config)).toMatchObject({ EXTRACTOR_PORT: '50051', DEVTOOLS_PORT: '4318' });
});

test.each([
  ['localhost:4317', 'localhost:4317'],
  ['https://api.example', 'https://api.example'],
  ['unix:///run/otlp.sock', 'unix:///run/otlp.sock'],
  ['dns:///collector:4317', 'collector:4317'],
  ['http://collector:4317/', 'http://collector:4317'],
])('telemetry may go to %s', (raw, target) => {
  expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: raw }).otlpEndpoint).toBe(target);
});

test('an endpoint that cannot be dialed is refused with the forms that can', () => {
  expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://h:21' })).toThrow(
    'OTEL_EXPORTER_OTLP_ENDPOINT="ftp://h:21" must be http://host:port, https://host[:port], ',
  );
});
