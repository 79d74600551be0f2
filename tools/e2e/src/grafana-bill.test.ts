import { grafanaBackend } from '@prime-mesh/backends';
import { hasPrometheus, startPrometheus } from '@prime-mesh/harness';
import { serveHttp } from '@prime-mesh/backends/testing';
import { expect, test } from 'vitest';

const minuteNs = 60_000_000_000n;
const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n;
const at = (minutes: number): string => (Date.now() / 1e3 + minutes * 60).toFixed(3);

/** An exposition with a process that goes on, one that has started since, and one that has ended. */
function samples(minutes: number): string {
  const charge = (instance: string, seconds: number, labels: string): string =>
    `mesh_cpu_time_seconds_total{instance="${instance}",mesh_pool="p",${labels}} ${seconds} ${at(minutes)}\n`;
  if (minutes < 0) {
    return (
      charge('a', 5, 'service_name="loader",mesh_tenant="acme"') +
      charge('ended', 7, 'service_name="loader",mesh_tenant="acme"')
    );
  }
  return (
    charge('a', 8, 'service_name="loader",mesh_tenant="acme"') +
    charge('started', 2, 'service_name="loader",mesh_tenant="acme"') +
    charge('started', 4, 'job="prime-mesh/extractor"')
  );
}

test.skipIf(!hasPrometheus())('a bill counts only what was counted in its period', async () => {
  let scrapes = 0;
  await using prometheus = await startPrometheus(() => samples((scrapes += 1) === 1 ? -12 : 0));
  await using tempo = await serveHttp('application/json', () => JSON.stringify({ traces: [] }));
  const store = (program: string, url: URL) => ({ program, url, variable: 'X' });
  const backend = grafanaBackend({
    tempo: store('Tempo', tempo.url),
    loki: store('Loki', tempo.url),
    prometheus: store('Prometheus', prometheus.url),
  });
  const endNs = nowNs();
  const { charged, processes, spans } = await backend.billSources({ startNs: endNs - 10n * minuteNs, endNs });
  expect(charged.toSorted((one, other) => one.seconds - other.seconds)).toEqual([
    { service: 'extractor', seconds: 4 },
    { service: 'loader', tenant: 'acme', seconds: 3 + 2 },
  ]);
  expect([processes, spans]).toEqual([[], []]);
});
