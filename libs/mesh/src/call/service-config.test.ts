import { status } from '@grpc/grpc-js';
import { Loader } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { serverStream, unary } from '../serve/handlers.ts';
import { bind, startServer } from '../serve/server.ts';
import { MeshError } from '../wire/mesh-error.ts';
import { createClient } from './client.ts';
import { serviceConfig, type RetryPolicies, type RetryPolicy } from './service-config.ts';

/** Calls two methods of one service that always fails, and returns how often each was tried. */
async function attempts(
  retry: RetryPolicies<typeof Loader>,
  code: status,
): Promise<{ ListRuns: number; GetRun: number }> {
  const tried = { ListRuns: 0, GetRun: 0 };
  const failing = (method: keyof typeof tried) =>
    unary(() => {
      tried[method]++;
      throw new MeshError(code, 'no');
    });
  const none = serverStream(async function* () {});
  const handlers = {
    ListRuns: failing('ListRuns'),
    GetRun: failing('GetRun'),
    Run: none,
    ReadPrimes: none,
  };
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [bind(Loader, handlers)] });
  await using client = createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 10_000, retry });
  await expect(client.unary('ListRuns', {})).rejects.toMatchObject({ code });
  await expect(client.unary('GetRun', {})).rejects.toMatchObject({ code });
  return tried;
}

const { UNAVAILABLE, ABORTED } = status;

test.each<[string, Partial<RetryPolicy>, status, number, number]>([
  ['more rarely', { maxAttempts: 2 }, UNAVAILABLE, 2, 4],
  ['more often', { maxAttempts: 5, initialBackoffMs: 1 }, UNAVAILABLE, 5, 4],
  ['never', { maxAttempts: 1 }, UNAVAILABLE, 1, 4],
  ['after another failure', { maxAttempts: 3, statuses: ['ABORTED'] }, ABORTED, 3, 1],
  ['after that failure only', { statuses: ['ABORTED'] }, UNAVAILABLE, 1, 4],
])(
  'one method can be retried %s, and the others of its service are not',
  async (_, own, code, its, others) => {
    expect(await attempts({ ListRuns: own }, code)).toEqual({ ListRuns: its, GetRun: others });
  },
);

test('what a policy leaves out is as by default', () => {
  const { methodConfig } = serviceConfig(Loader, { ListRuns: { initialBackoffMs: 5, maxBackoffMs: 2_500 } });
  const common = { maxAttempts: 4, backoffMultiplier: 2, retryableStatusCodes: ['UNAVAILABLE'] };
  expect(methodConfig).toEqual([
    {
      name: [{ service: 'primemesh.v1.Loader', method: 'ListRuns' }],
      retryPolicy: { ...common, initialBackoff: '0.005s', maxBackoff: '2.5s' },
    },
    { name: [{}], retryPolicy: { ...common, initialBackoff: '0.1s', maxBackoff: '1s' } },
  ]);
});
