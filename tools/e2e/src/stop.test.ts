import { freePort, root, run, serveFlags, start, startBackend, type Started } from '@prime-mesh/harness';
import { services, type Service } from '@prime-mesh/telemetry/names';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** The longest that a service without calls takes to stop, ms. */
const stopMs = 3_000;

/** Makes a network whose one neighbor swallows what it gets. Its other addresses are nobody's. */
const network = `ip link set lo up && ip link add near type veth peer name far &&
  ip address add 10.9.0.1/24 dev near && ip link set near up && ip link set far up &&
  ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev near nud permanent`;
const swallowing = '10.9.0.2:4317';
const nobodys = '10.9.0.3:4317';
const inNetwork = ['unshare', '--map-root-user', '--net', 'sh', '-c', `${network} && exec "$@"`, 'sh'];
const hasNetworks = await run([...inNetwork, 'true']).then(
  ({ code }) => code === 0,
  () => false,
);
if (!hasNetworks) process.stderr.write('tests in a network of their own are left out: unshare makes none\n');

/** Starts a service by the command of its target, and stops it as soon as it serves. */
async function stopService(name: Service, backend: string) {
  const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-stop-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const isOwn = backend === swallowing || backend === nobodys;
  const main = ['--import', '@prime-mesh/telemetry/register', `apps/${name}/src/main.ts`];
  const command = [process.execPath, ...serveFlags(`apps/${name}`), ...main];
  const service: Started = start([...(isOwn ? inNetwork : []), ...command], {
    name,
    cwd: root,
    env: {
      [`${name.toUpperCase()}_PORT`]: '0',
      LOADER_DATA_DIR: directory,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${backend}`,
    },
  });
  await service.until('service.started');
  const toldAt = performance.now();
  const code = await service.stop();
  return { code, tookMs: performance.now() - toldAt, output: service.output() };
}

const lossCounted = /[1-9]\d* log records lost at the stop/;

test('a service whose backend takes all ends at once and has lost nothing', async () => {
  await using backend = await startBackend();
  const { code, tookMs, output } = await stopService('extractor', new URL(backend.otlpEndpoint).host);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.not.stringContaining('lost') });
  expect(tookMs).toBeLessThan(stopMs);
});

test('a service ends in time where the backend refuses, and counts what is lost', async () => {
  const { code, tookMs, output } = await stopService('extractor', `127.0.0.1:${await freePort()}`);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(lossCounted) });
  expect(tookMs).toBeLessThan(stopMs);
});

test('a service ends in time where the backend takes connections and never answers', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  onTestFinished(() => void mute.close());
  const { port } = mute.address() as AddressInfo;
  const { code, tookMs, output } = await stopService('extractor', `127.0.0.1:${port}`);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(lossCounted) });
  expect(tookMs).toBeLessThan(stopMs);
});

test
  .runIf(hasNetworks)
  .each([
    ...services.map((name) => [name, 'swallows what it gets', swallowing] as const),
    ['extractor', 'is gone with its address', nobodys],
  ] as const)(
  'the %s ends in time where the backend %s, and counts what is lost',
  async (name, _, backend) => {
    const { code, tookMs, output } = await stopService(name, backend);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(lossCounted) });
    expect(tookMs).toBeLessThan(stopMs);
  },
);
