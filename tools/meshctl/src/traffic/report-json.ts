import { drawnBounds, type Latencies } from './latencies.ts';
import type { TrafficReport } from './report.ts';
import { statusesByName } from './tally.ts';

/** The report as --json prints it. Times are in seconds, and `null` where no run was timed. */
export function reportJson({ plan, counts, tally, elapsedSeconds }: TrafficReport): object {
  return {
    rate: plan.ratePerSecond,
    duration_s: plan.durationSeconds,
    arrivals: plan.pattern,
    seed: plan.seed,
    elapsed_s: elapsedSeconds,
    sent: counts.sent,
    late: counts.heldBack,
    not_sent: counts.unsent,
    cancelled: tally.cancelled,
    stored: tally.stored,
    answered: Object.fromEntries(statusesByName(tally.statuses)),
    failed_as_ordered: tally.failedAsOrdered,
    failed_otherwise: tally.failedOtherwise,
    messages: [...tally.messages],
    faults_dropped: tally.faultsDropped,
    since_due_s: summaryJson(tally.sinceDue),
    since_sent_s: summaryJson(tally.sinceSent),
    histogram: tally.sinceDue.drawn.map((due, index) => ({
      up_to_s: drawnBounds[index] ?? null,
      since_due: due,
      since_sent: tally.sinceSent.drawn[index] ?? 0,
    })),
    mix: tally.entries.map(({ entry, statuses, sinceDue }) => ({
      key: entry.key,
      value: entry.value,
      weight: entry.weight,
      answered: Object.fromEntries(statusesByName(statuses)),
      since_due_s: summaryJson(sinceDue),
    })),
  };
}

function summaryJson({ summary }: Latencies): object | null {
  if (!summary) return null;
  const { p999, ...rest } = summary;
  return { ...rest, p99_9: p999 };
}
