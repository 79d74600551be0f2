import { serveHttp } from '@prime-mesh/backends/testing';
import { freePort } from './free-port.ts';
import { isInstalled } from './is-installed.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './start-process.ts';
import { until } from './until.ts';

/** Whether a real Prometheus is installed. */
export function hasPrometheus(): boolean {
  return isInstalled('prometheus');
}

/**
 * Starts a real Prometheus that scrapes an exposition every second.
 * @param exposition OpenMetrics text without its end mark, made anew for each scrape
 */
export async function startPrometheus(
  exposition: () => string | Promise<string>,
): Promise<AsyncDisposable & { readonly url: URL }> {
  await using stack = new AsyncDisposableStack();
  const target = stack.use(
    await serveHttp(
      'application/openmetrics-text; version=1.0.0',
      async () => `${await exposition()}# EOF\n`,
    ),
  );
  const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-prometheus-'));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  const scrape = { job_name: 'test', honor_labels: true, static_configs: [{ targets: [target.url.host] }] };
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: [scrape] };
  writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(config));
  const url = new URL(`http://127.0.0.1:${await freePort()}`);
  const child = start([
    'prometheus',
    `--config.file=${directory}/prometheus.yml`,
    `--storage.tsdb.path=${directory}/data`,
    `--web.listen-address=${url.host}`,
    '--enable-feature=exemplar-storage',
  ]);
  stack.defer(async () => void (await child.stop()));
  // A range query needs two samples.
  await until(
    `what Prometheus at ${url.host} has scraped`,
    async () => (await fetch(new URL('api/v1/query?query=count_over_time(up[1m])>2', url))).text(),
    (answer) => answer.includes('"value"'),
  );
  const owned = stack.move();
  return { url, [Symbol.asyncDispose]: async () => owned.disposeAsync() };
}
