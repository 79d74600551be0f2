import { hasPrometheus, until } from '@prime-mesh/harness';
import { names } from '@prime-mesh/telemetry/names';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertRules } from './alerting/alert-rules.ts';
import { instant } from './queries/query.ts';
import { startScrapedMesh } from './testing/scraped-mesh.ts';
import { ask } from './verify/ask.ts';

interface Case {
  readonly fault: string;
  /** The status of a run under it; absent when it succeeds. */
  readonly status?: string;
  readonly rules: readonly string[];
}
/** In this order: each fault makes rules true that none before it does. */
const cases: readonly Case[] = [
  {
    fault: 'loader=error:1',
    status: 'INTERNAL',
    rules: ['run-availability-page', 'run-availability-ticket'],
  },
  {
    fault: 'transformer=status:RESOURCE_EXHAUSTED',
    status: 'RESOURCE_EXHAUSTED',
    rules: ['worker-queue-full'],
  },
  {
    fault: 'transformer=error:1',
    status: 'INTERNAL',
    rules: ['transform-availability-page', 'transform-availability-ticket'],
  },
  { fault: 'transformer=delay:3000ms', rules: ['transform-latency-page', 'transform-latency-ticket'] },
];

/** A run of so many blocks. */
const run = (blocks: number): string[] => [
  'run',
  '--to',
  String(blocks * 60_000),
  '--block',
  '2000',
  '--json',
];

describe.skipIf(!hasPrometheus())('rules asked of a real Prometheus', () => {
  const owned = new AsyncDisposableStack();
  let scraped: Awaited<ReturnType<typeof startScrapedMesh>>;
  beforeAll(async () => {
    scraped = owned.use(await startScrapedMesh());
  });
  afterAll(async () => owned.disposeAsync());

  /** Those of the rules whose expression, or what it watches, has an answer. */
  async function answered(what: 'expr' | 'watches', uids: readonly string[]): Promise<string[]> {
    const backends = { prometheus: scraped.prometheus };
    const rules = alertRules.filter(({ uid }) => uids.includes(uid));
    const counts = await Promise.all(
      rules.map(async (rule) => ask(instant(rule[what]), backends, { minutes: 5 })),
    );
    return rules.map(({ uid }) => uid).filter((_, index) => counts[index] !== 0);
  }

  test('without a fault none is true', async () => {
    const { code, stderr } = await scraped.mesh.meshctl(...run(1));
    expect(code, stderr).toBe(0);
    const uids = cases.flatMap(({ rules }) => rules);
    const isAll = (found: readonly string[]): boolean => found.length === uids.length;
    await until('data for what the rules watch', async () => answered('watches', uids), isAll);
    expect(await answered('expr', uids)).toEqual([]);
  });

  test.each(cases)('a run under the fault $fault makes its rules true', async ({ fault, status, rules }) => {
    expect(await answered('expr', rules)).toEqual([]);
    // Eight slow blocks outweigh the one that was not.
    const { json } = await scraped.mesh.meshctl(...run(8), '--baggage', `${names.baggage.fault}${fault}`);
    expect((json['error'] as { readonly code: string } | undefined)?.code).toBe(status);
    const isAll = (found: readonly string[]): boolean => found.length === rules.length;
    await until(`${rules.join(' and ')} true`, async () => answered('expr', rules), isAll);
  });
});
