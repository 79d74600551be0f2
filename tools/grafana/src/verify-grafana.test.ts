import { serveHttp } from '@prime-mesh/backends/testing';
import { run, type Ended } from '@prime-mesh/harness';
import { expect, test, vi } from 'vitest';
import { readSettings } from './verify/config.ts';

vi.setConfig({ testTimeout: 60_000 }); // each runs a process that asks every query

const program = new URL('verify-grafana.ts', import.meta.url).pathname;

async function check(...args: string[]): Promise<Ended> {
  return run(['node', program, ...args], { withinMs: 50_000 });
}

/** A backend that has one series for every query of every API, but none for queries with the text `without`. */
async function backend(without?: string) {
  const sample = [1, '1'];
  return serveHttp('application/json', (url) => {
    const isMissing = without !== undefined && url.search.includes(without);
    const result = isMissing ? [] : [{ metric: {}, value: sample, values: [sample] }];
    const exemplars = [{ exemplars: [{ labels: { trace_id: 'a' } }] }];
    const data = url.pathname.endsWith('query_exemplars') ? exemplars : { result };
    return JSON.stringify({ data, traces: [{}], series: [{}] });
  });
}

async function runAgainst(url: URL, ...args: string[]): Promise<Ended> {
  const all = ['prometheus', 'loki', 'tempo', 'grafana'].map((name) => `--${name}=${url.origin}`);
  return check(...all, '--wait=0', ...args);
}

test('everything has data: exit code 0', async () => {
  await using all = await backend();
  const { code, stdout, stderr } = await runAgainst(all.url);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^mesh +Blocks stored +prometheus +1 +data$/m);
  expect(stdout).toContain('Grafana has every dashboard and rule');
});

test('a panel without the data it should have is named: exit code 1', async () => {
  await using all = await backend('mesh_primes_total');
  const { code, stdout } = await runAgainst(all.url);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^mesh +Primes found +prometheus +0 +NO DATA$/m);
  expect(stdout).toMatch(/^mesh +Blocks stored +prometheus +1 +data$/m);
});

test('a panel that is empty while all is well may be empty', async () => {
  await using all = await backend('rpc_response_status_code%21%3D');
  const { code, stdout } = await runAgainst(all.url);
  expect(stdout).toMatch(/^mesh +Errors +prometheus +0 +quiet$/m);
  expect(code).toBe(0);
});

test('a missing Grafana is told and does no harm', async () => {
  await using all = await backend();
  const { code, stdout } = await runAgainst(all.url, '--grafana=http://127.0.0.1:1');
  expect(stdout).toContain('Grafana does not answer at http://127.0.0.1:1');
  expect(code).toBe(0);
});

test('a backend that does not answer is named once: exit code 1', async () => {
  await using all = await backend();
  const { code, stderr } = await runAgainst(all.url, '--loki=http://127.0.0.1:1');
  expect(code).toBe(1);
  expect(stderr.match(/127\.0\.0\.1:1:/g)).toHaveLength(1);
});

test('a backend that is off is left out', async () => {
  await using all = await backend();
  const { code, stdout } = await runAgainst(all.url, '--loki=off', '--tempo=off');
  expect(stdout).toMatch(/ [1-9]\d* left out$/m);
  expect(code).toBe(0);
});

test.each([
  [['--bogus'], "Unknown option '--bogus'"],
  [['--loki', 'localhost:3100'], 'loki: not an http address: localhost:3100'],
  [['--since', '0'], '--since: not a whole number from 1 to 99999: 0'],
  [['--wait', '1.5'], '--wait: not a whole number from 0 to 99999: 1.5'],
])('%j is bad usage: exit code 2', async (args, message) => {
  const { code, stderr } = await check(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('usage:');
});

test('without flags and variables the ports of Compose are asked', () => {
  const { backends } = readSettings([], {});
  const origins = Object.values(backends).map((url) => url.origin);
  expect(origins.toSorted()).toEqual([3000, 3100, 3200, 9090].map((port) => `http://localhost:${port}`));
});

test('a flag wins over a variable, a variable over the default', () => {
  const env = { LOKI_URL: 'http://a:1', TEMPO_URL: 'http://b:2' };
  const { backends } = readSettings(['--loki', 'http://c:3'], env);
  expect([backends.loki?.origin, backends.tempo?.origin]).toEqual(['http://c:3', 'http://b:2']);
});
