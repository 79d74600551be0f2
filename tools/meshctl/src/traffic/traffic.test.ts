import { until, type Ended } from '@prime-mesh/harness';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCannedLoader } from '../testing/canned-loader.ts';
import { closedAddress, meshctl, startMeshctl } from '../testing/meshctl-process.ts';

const state = { MESHCTL_STATE_DIR: mkdtempSync(join(tmpdir(), 'meshctl-')) };

interface Report {
  readonly sent: number;
  readonly late: number;
  readonly not_sent: number;
  readonly cancelled: number;
  readonly stored: number;
  readonly answered: Readonly<Record<string, number>>;
  readonly failed_otherwise: number;
  readonly faults_dropped: number;
  readonly messages: readonly string[];
  readonly since_due_s: Readonly<Record<string, number>> | null;
  readonly since_sent_s: Readonly<Record<string, number>> | null;
  readonly histogram: readonly { readonly since_due: number; readonly since_sent: number }[];
  readonly mix: readonly { readonly key: string; readonly answered: Readonly<Record<string, number>> }[];
}

const args = (...given: string[]): string[] => ['traffic', '--arrivals', 'even', '--json', ...given];
const reportOf = ({ json }: Ended): Report => json as unknown as Report;
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

async function send(loader: { readonly address: string }, ...given: string[]): Promise<Ended> {
  return meshctl(args(...given), { ...state, LOADER_ADDRESS: loader.address });
}

test('it sends what the rate says, ends by itself, and reports every run', async () => {
  await using loader = await startCannedLoader();
  const ended = await send(loader, '--rate', '40', '--duration', '1');
  const report = reportOf(ended);
  expect(report).toMatchObject({ sent: 40, not_sent: 0, answered: { OK: 40 }, failed_otherwise: 0 });
  expect(sum(report.histogram.map(({ since_due: due }) => due))).toBe(40);
  for (const key of ['tenant', 'tier', 'algorithm', 'synthetic', 'fault']) {
    const entries = report.mix.filter((entry) => entry.key === key);
    expect(sum(entries.flatMap(({ answered }) => Object.values(answered))), key).toBe(40);
  }
  expect(ended.code).toBe(0);
});

// A closed loop would send nothing while the loader stalls, and so would measure one slow run only.
test('a loader that stalls for a second is in the time since runs were due, not in the time since they were sent', async () => {
  await using loader = await startCannedLoader({ stallMs: 1_000 });
  const ended = await send(loader, '--rate', '50', '--duration', '2', '--in-flight', '1');
  const { sent, late, not_sent: unsent, since_due_s: due, since_sent_s: service } = reportOf(ended);
  expect(sent + unsent).toBe(100);
  expect(late).toBeGreaterThanOrEqual(49);
  expect(due?.['p90']).toBeGreaterThan(0.7);
  expect(service?.['max']).toBeGreaterThan(0.99);
  expect(service?.['p90']).toBeLessThan(due?.['p90'] ?? 0);
  expect(service?.['p50']).toBeLessThan(0.5 * (due?.['p90'] ?? 0));
});

test('runs that find no place are not sent, but counted and reported', async () => {
  await using loader = await startCannedLoader();
  const limits = ['--in-flight', '2', '--deadline', '1.5', '--block', '2'];
  const ended = await send(loader, '--rate', '50', '--duration', '1', ...limits);
  expect(reportOf(ended)).toMatchObject({ sent: 2, not_sent: 48, answered: { DEADLINE_EXCEEDED: 2 } });
  expect(ended.stderr).toContain('48 due, but 2 were under way');
  expect(ended.code).toBe(1);
});

test('Ctrl-C ends early, cancels what is under way, and prints the report', async () => {
  await using loader = await startCannedLoader();
  const given = args('--rate', '20', '--duration', '600', '--block', '2');
  const sending = startMeshctl(given, { ...state, LOADER_ADDRESS: loader.address });
  await until('a run is asked for', () => loader.runs.asked > 0);
  sending.child.kill('SIGINT');
  const ended = await sending.within(10_000, 'after SIGINT');
  const report = reportOf(ended);
  expect(report.cancelled).toBe(report.sent);
  expect(report).toMatchObject({ answered: {}, since_due_s: null });
  expect(ended.stderr).toContain('ended early by SIGINT');
  expect(ended.code).toBe(1); // no run succeeded
});

test('a failure that nobody ordered is reported, and the exit code is 1', async () => {
  await using loader = await startCannedLoader();
  const ended = await send(loader, '--rate', '10', '--duration', '0.5', '--block', '1');
  expect(reportOf(ended)).toMatchObject({ answered: { INVALID_ARGUMENT: 5 }, failed_otherwise: 5 });
  expect(reportOf(ended).messages).toEqual([expect.stringContaining('block_bytes 1 is below 1024')]);
  expect(ended.code).toBe(1);
});

// The run that the canned loader returns has no fault in its baggage.
test('a fault that the loader dropped is reported', async () => {
  await using loader = await startCannedLoader();
  const mix = ['--mix', 'fault=loader=delay:1ms:1', '--mix', 'synthetic=none'];
  const ended = await send(loader, '--rate', '10', '--duration', '0.5', ...mix);
  expect(reportOf(ended)).toMatchObject({ faults_dropped: 5, stored: 5 });
  expect(ended.stderr).toContain('FAULTS_ENABLED is off there');
  expect(ended.code).toBe(0);
});

test('without --json the report is for a person, on standard output', async () => {
  await using loader = await startCannedLoader();
  const { stdout } = await meshctl(['traffic', '--rate', '20', '--duration', '0.5', '--seed', '5'], {
    ...state,
    LOADER_ADDRESS: loader.address,
  });
  expect(stdout).toMatch(/asked for +20 runs\/s for 0.5 s, poisson, seed 5\n/);
  expect(stdout).toMatch(/since it was due +\S+ m?s/);
  expect(stdout).toContain('█');
  expect(stdout).toMatch(/tenant=acme +\d+ .* OK/);
});

test.each([
  [['--duration', '1'], "required option '--rate <runs>' not specified"],
  [['--rate', '1'], "required option '--duration <seconds>' not specified"],
  [['--rate', '0', '--duration', '1'], '--rate "0" must be runs a second in (0, 1000]'],
  [['--rate', '1001', '--duration', '1'], '--rate "1001" must be runs a second in (0, 1000]'],
  [['--rate', '1', '--duration', 'long'], '--duration "long" must be seconds in (0, 604800]'],
  [['--rate', '1', '--duration', '1', '--in-flight', '257'], '--in-flight 257 exceeds 256'],
  [['--rate', '1', '--duration', '1', '--seed', '2^32'], '--seed 2^32 exceeds 4294967295'],
  [['--rate', '1', '--duration', '1', '--count', '0'], '--count 0 is below 1'],
  [['--rate', '1', '--duration', '1', '--mix', 'tier=tin'], '--mix tier "tin" is none of free, silver, gold'],
  [['--rate', '1', '--duration', '1', '--arrivals', 'odd'], 'Allowed choices are poisson, even'],
])('traffic %j is a usage error', async (given, message) => {
  const { code, stdout, stderr } = await meshctl(['traffic', ...given], state);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a loader that is away is reported before anything is sent', async () => {
  const { code, stderr } = await meshctl(['traffic', '--rate', '1', '--duration', '600'], {
    ...state,
    LOADER_ADDRESS: closedAddress,
  });
  expect(stderr).toContain(`${closedAddress} does not answer`);
  expect(code).toBe(1);
});
