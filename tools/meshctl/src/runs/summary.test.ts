import type { Run } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { renderSummary } from './summary.ts';

/** A search that has found the first odd numbers: the summary does not look at what they are. */
function search(count: number): Run {
  const found = Array.from({ length: count }, (_, index) => `${2 * index + 1}`);
  return {
    id: '018f1234-5678-7000-8000-00000000abcd',
    state: 'RUN_STATE_FINISHED',
    range: { from: '0', to: '2750160' },
    primesWanted: count,
    found,
    blocksStored: '1',
    blocksTotal: '1',
    error: '',
    usages: [],
  } as Partial<Run> as Run;
}

const linesOf = (count: number): string[] => renderSummary(search(count), (_, text) => text).split('\n');

test('a search shows all that it has found if they are few', () => {
  expect(linesOf(20).filter((line) => /^(found)? +\d+$/.test(line))).toHaveLength(20);
});

test('of 200,000 it shows the first ones, where all are, and the last one', () => {
  const lines = linesOf(200_000);
  expect(lines.length).toBeLessThan(20);
  expect(lines.join('\n')).toMatch(
    /found +1\n +3\n[^]*… 199,989 others: meshctl primes --run 018f1234 --limit 200000\n +399999$/,
  );
});
