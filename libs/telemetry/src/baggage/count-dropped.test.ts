import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { countDropped } from './count-dropped.ts';
import { withProvenTenant } from './proven-tenant.ts';

const lines: string[] = [];
vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);

beforeEach(() => void (lines.length = 0));
afterAll(() => vi.restoreAllMocks());

const logged = (): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

test('a long key is cut in the log', () => {
  countDropped('k'.repeat(65), 'unknown_key');
  expect(logged()).toMatchObject([{ 'mesh.baggage.key': 'k'.repeat(64), reason: 'unknown_key' }]);
});

test('a claim of another tenant is forged, the own one is not', () => {
  withProvenTenant(['mesh.tenant=acme,mesh.tier=gold'], 'acme');
  expect(logged()).toEqual([]);
  withProvenTenant(['mesh.tenant=globex,mesh.tier=gold'], 'acme');
  expect(logged()).toMatchObject([{ 'mesh.baggage.key': 'mesh.tenant', reason: 'forged' }]);
});

test('callers cannot fill the log with keys', () => {
  for (let key = 0; key < 1_000; key += 1) countDropped(`k${key}`, 'unknown_key');
  expect(lines).toHaveLength(98); // with the two above, 100
});
