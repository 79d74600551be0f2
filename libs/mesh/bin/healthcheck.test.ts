import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startServer } from '../src/serve/server.ts';
import { startRefusingProxy } from '../src/testing/refusing-proxy.ts';
import { createCertificateAuthority } from '../src/testing/certificate-authority.ts';

const script = fileURLToPath(new URL('./healthcheck.ts', import.meta.url));

async function check(
  port: number,
  env: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; said: string }>();
  const options = { env: { ...process.env, ...env } };
  const child = execFile(process.execPath, [script, String(port)], options, (_, stdout) =>
    resolve({ code: child.exitCode, said: stdout.trim() }),
  );
  return promise;
}

test('a server that answers is SERVING, and NOT_SERVING once it says so', async () => {
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [] });
  expect(await check(server.port)).toEqual({ code: 0, said: 'SERVING' });
  server.setServing(false);
  expect(await check(server.port)).toEqual({ code: 1, said: 'NOT_SERVING' });
});

test('the check asks no proxy', async () => {
  await using proxy = await startRefusingProxy();
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [] });
  expect(await check(server.port, proxy.env)).toEqual({ code: 0, said: 'SERVING' });
  expect(proxy.asked).toEqual([]);
});

test('where nobody listens, the check fails and says why', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  free.close();
  await once(free, 'close');
  const { code, said } = await check(port);
  expect(code).toBe(1);
  expect(said).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
});

test('a server that does not speak HTTP/2 fails the check in its time', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { code, said } = await check((mute.address() as { port: number }).port);
  mute.close();
  expect({ code, said }).toMatchObject({ code: 1, said: 'no answer within 8000 ms' });
}, 30_000);

test('a proxy that the environment names is not asked', async () => {
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [] });
  const proxy = 'http://127.0.0.1:9'; // where nobody listens
  const env = { http_proxy: proxy, grpc_proxy: proxy, HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: '1' };
  expect(await check(server.port, env)).toEqual({ code: 0, said: 'SERVING' });
});

test('a server that asks for certificates answers the check in its own environment', async () => {
  const { certificate, issue } = createCertificateAuthority('mesh');
  const identity = issue({ names: ['loader'], hosts: ['loader'] }); // not the name that the check calls it by
  const tls = { authorities: certificate, identity, callerAuthorities: certificate };
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [], tls });
  const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-health-'));
  const env = { MESH_TLS_CERT: join(directory, 'cert.pem'), MESH_TLS_KEY: join(directory, 'key.pem') };
  writeFileSync(env.MESH_TLS_CERT, identity.certificates);
  writeFileSync(env.MESH_TLS_KEY, identity.key);
  try {
    expect(await check(server.port, env)).toEqual({ code: 0, said: 'SERVING' });
    expect((await check(server.port)).code).toBe(1);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
