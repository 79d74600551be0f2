import { once } from 'node:events';
import { serveHttp } from '@prime-mesh/backends/testing';
import { freePort } from './free-port.ts';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether the real one can be started here. */
export function hasPrometheus(): boolean {
  return spawnSync('prometheus', ['--version']).status === 0;
}

/** A real Prometheus that scrapes this exposition (OpenMetrics), as it is at that moment, every second. */
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
  const child = spawn(
    'prometheus',
    [
      `--config.file=${directory}/prometheus.yml`,
      `--storage.tsdb.path=${directory}/data`,
      `--web.listen-address=${url.host}`,
      '--enable-feature=exemplar-storage',
    ],
    { stdio: 'ignore' },
  );
  stack.defer(async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  await untilReady(url);
  const owned = stack.move();
  return { url, [Symbol.asyncDispose]: async () => owned.disposeAsync() };
}

/** Ready, and has scraped: a range query needs two samples. */
async function untilReady(url: URL): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const query = new URLSearchParams({ query: 'count_over_time(up[1m]) > 2' });
    const answer = await fetch(new URL(`api/v1/query?${query.toString()}`, url))
      .then(async (response) => response.text())
      .catch(() => '');
    if (answer.includes('"value"')) return;
    if (Date.now() > deadline) throw new Error(`Prometheus at ${url.host} has scraped nothing: ${answer}`);
    await sleep(200);
  }
}
