import { Server, status } from '@grpc/grpc-js';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { callOnTheWire, startExtractor } from '../testing/extractor-server.ts';
import { metricPoints, takeLogs } from '../testing/record-telemetry.ts';

// A release of grpc-js that has none of the classes that the work-arounds reach for ...
vi.mock(import('./internals.ts'), async (load) => ({ ...(await load()), internalClass: () => undefined }));

/** ... and keeps its HTTP/2 servers in something else than a Map. */
function hideServers(server: Server): void {
  const servers = Reflect.get(server, 'http2Servers') as Map<unknown, unknown>;
  const bound = ['get', 'set', 'delete', 'keys', 'entries'].map((name) => {
    const method: unknown = Reflect.get(servers, name);
    return [name, typeof method === 'function' ? method.bind(servers) : undefined];
  });
  Reflect.set(server, 'http2Servers', Object.fromEntries(bound));
}
// oxlint-disable-next-line typescript/unbound-method -- called with its server
const { bindAsync } = Server.prototype;
vi.spyOn(Server.prototype, 'bindAsync').mockImplementation(function (
  this: Server,
  address,
  credentials,
  done,
) {
  bindAsync.call(this, address, credentials, (error, port) => {
    hideServers(this);
    done(error, port);
  });
});

test('with other internals calls work, and each work-around says once at start that it does nothing', async () => {
  const bitmap = Buffer.alloc(1 << 20, 0xa5);
  const start = async () => startExtractor(() => ({ block: { bitmap } }));
  await using one = await start();
  await using two = await start();
  const changed = takeLogs().filter(({ event }) => event === 'grpc.changed');
  expect(changed.map((log) => log['mesh.work_around'])).toEqual([
    'releaseReceivedPieces',
    'sendBlocksInPlace',
    'amendStatus',
    'noPingsAfterGoaway',
    'countRefusedCallers',
  ]);
  for (const { port } of [one, two]) {
    await using client = createClient(Extractor, `127.0.0.1:${port}`, { deadlineMs: 10_000 });
    for (let times = 0; times < 3; times++) {
      expect((await client.unary('Extract', {})).block?.bitmap.equals(bitmap)).toBe(true);
    }
    expect(await callOnTheWire(port, { bytes: Buffer.of(0x0a, 100) })).toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  }
  expect(takeLogs()).toEqual([]);
  const points = await metricPoints('rpc.server.call.duration');
  const codes = points.map(({ attributes }) => attributes['rpc.response.status_code']);
  expect(new Set(codes)).toEqual(new Set(['OK', 'INVALID_ARGUMENT']));
});
