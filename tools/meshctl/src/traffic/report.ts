import { formatInteger, formatSeconds } from '../terminal/format-quantity.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { drawnBounds, type Latencies, type LatencySummary } from './latencies.ts';
import type { OpenLoopCounts } from './open-loop.ts';
import type { TrafficPlan } from './plan.ts';
import { statusesByName, type Tally } from './tally.ts';

export interface TrafficReport {
  readonly plan: TrafficPlan;
  readonly counts: OpenLoopCounts;
  readonly tally: Tally;
  readonly elapsedSeconds: number;
}

const widestBar = 40;
const quantiles = ['p50', 'p90', 'p99', 'p999', 'max', 'mean'] as const satisfies (keyof LatencySummary)[];

/** Counts, latencies and a histogram of all runs, and counts and latencies for each value of the mix. */
export function renderReport(report: TrafficReport, style: Output['style']): string {
  const { tally } = report;
  const messages = [...tally.messages].map((message) => style('red', message));
  return [
    [...renderCounts(report, style), ...messages].join('\n'),
    renderLatencies(tally),
    renderHistogram(tally),
    renderMix(tally),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function renderCounts({ plan, counts, tally, elapsedSeconds }: TrafficReport, style: Output['style']) {
  const { sent, heldBack, unsent } = counts;
  const { failedAsOrdered, failedOtherwise, faultsDropped, stored, cancelled } = tally;
  const rows = [
    [
      'asked for',
      `${plan.ratePerSecond} runs/s for ${plan.durationSeconds} s, ${plan.pattern}, seed ${plan.seed}`,
    ],
    [
      'sent',
      `${formatInteger(sent)} in ${formatSeconds(elapsedSeconds)}, ${formatInteger(heldBack)} of them late`,
    ],
    ['answered', formatStatuses(tally.statuses) || 'none'],
    ['stored', `${formatInteger(stored)}, the other runs leave nothing behind`],
  ];
  if (unsent > 0) {
    const why = `due, but ${plan.maxInFlight} were under way: what they would have waited is in no latency`;
    rows.push(['not sent', style('yellow', `${formatInteger(unsent)} ${why}`)]);
  }
  if (cancelled > 0) rows.push(['cancelled', `${formatInteger(cancelled)} were under way when it was ended`]);
  if (failedAsOrdered > 0)
    rows.push(['failed as ordered', `${formatInteger(failedAsOrdered)}, by mesh.fault`]);
  if (failedOtherwise > 0) rows.push(['failed otherwise', style('red', formatInteger(failedOtherwise))]);
  if (faultsDropped > 0) {
    const why = 'asked for a fault that the loader did not let in: FAULTS_ENABLED is off there';
    rows.push(['faults dropped', style('yellow', `${formatInteger(faultsDropped)} ${why}`)]);
  }
  return [formatTable(rows)];
}

function renderLatencies({ sinceDue, sinceSent }: Tally): string {
  const row = (name: string, { summary }: Latencies): string[][] =>
    summary ? [[name, ...quantiles.map((quantile) => formatSeconds(summary[quantile]))]] : [];
  const rows = [...row('since it was due', sinceDue), ...row('since it was sent', sinceSent)];
  if (rows.length === 0) return '';
  const head = ['time of a run', 'p50', 'p90', 'p99', 'p99.9', 'max', 'mean'];
  return formatTable(rows, { head, right: [1, 2, 3, 4, 5, 6] });
}

/** A histogram of the time since runs were due. */
function renderHistogram({ sinceDue, sinceSent }: Tally): string {
  const both = sinceDue.drawn.map((due, index) => ({ due, sent: sinceSent.drawn[index] ?? 0 }));
  const isUsed = ({ due, sent }: (typeof both)[number]): boolean => due + sent > 0;
  const [first, last] = [both.findIndex(isUsed), both.findLastIndex(isUsed)];
  if (first < 0) return '';
  const largest = Math.max(1, ...sinceDue.drawn);
  const rows = both.slice(first, last + 1).map(({ due, sent }, index) => {
    const bound = drawnBounds[first + index];
    const name = bound === undefined ? 'longer' : `≤ ${formatSeconds(bound).replace(/\.0+(?= )/, '')}`;
    return [name, String(due), String(sent), '█'.repeat(Math.ceil((due / largest) * widestBar))];
  });
  return formatTable(rows, { head: ['', 'since due', 'since sent', ''], right: [0, 1, 2] });
}

function renderMix({ entries }: Tally): string {
  const rows = entries.flatMap(({ entry, statuses, sinceDue: { summary } }) =>
    summary
      ? [
          [
            `${entry.key}=${entry.value}`,
            formatInteger(sumOf(statuses)),
            formatSeconds(summary.p50),
            formatSeconds(summary.p99),
            formatStatuses(statuses),
          ],
        ]
      : [],
  );
  return rows.length === 0
    ? ''
    : formatTable(rows, { head: ['mix', 'runs', 'p50', 'p99', 'answered'], right: [1, 2, 3] });
}

function formatStatuses(statuses: ReadonlyMap<string, number>): string {
  return statusesByName(statuses)
    .map(([status, count]) => `${formatInteger(count)} ${status}`)
    .join(', ');
}

function sumOf(statuses: ReadonlyMap<string, number>): number {
  return [...statuses.values()].reduce((sum, count) => sum + count, 0);
}
