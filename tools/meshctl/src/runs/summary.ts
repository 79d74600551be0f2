import type { Run } from '@prime-mesh/contracts';
import { callerWords } from '../terminal/caller-words.ts';
import { formatBytes, formatInteger, formatSeconds } from '../terminal/format-quantity.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { elapsedSeconds, isVerified, stateOf } from './run-json.ts';

/** Found primes that a summary shows; of more, it shows some. */
const maxFoundShown = 20;
const someFound = 10;

type Style = Output['style'];

/** A run for a person: what was found, how it was verified, what it cost. */
export function renderSummary(run: Run, style: Style): string {
  return [headline(run, style), found(run, style), verified(run, style), cost(run, style)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline(run: Run, style: Style): string {
  const state = stateOf(run);
  const blocks = `${formatInteger(run.blocksStored)} of ${formatInteger(run.blocksTotal)} blocks`;
  const color = state === 'finished' ? 'green' : state === 'running' ? 'yellow' : 'red';
  const line = `${style('bold', `run ${run.id}`)}  ${style(color, state)} in ${formatSeconds(elapsedSeconds(run))}, ${blocks}`;
  return run.error === '' ? line : `${line}\n${style('red', run.error)}`;
}

function found(run: Run, style: Style): string {
  const { facts, range, primesWanted } = run;
  const rows: [string, string][] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value) rows.push([style('dim', name), value]);
  };
  add('range', range ? `[${formatInteger(range.from)}, ${formatInteger(range.to)})` : undefined);
  add('primes', facts ? style('bold', formatInteger(facts.count)) : undefined);
  if (primesWanted > 0) {
    for (const [index, line] of foundLines(run, style).entries()) add(index === 0 ? 'found' : '', line);
  }
  if (facts && facts.count !== '0') {
    add('largest', formatInteger(facts.last));
    add('largest gap', gap(facts.maxGap, facts.maxGapAfter));
    add('twin pairs', formatInteger(facts.twinPairs));
    add('sum', formatInteger(facts.sum));
  }
  return formatTable(rows);
}

/** The primes that a search has found; of many, the first ones, how to get all, and the last one. */
function foundLines({ id, found: primes }: Run, style: Style): string[] {
  const bold = (prime: string): string => style('bold', prime);
  if (primes.length <= maxFoundShown) return primes.map(bold);
  const all = callerWords().command(`primes --run ${id.slice(0, 8)} --limit ${primes.length}`);
  const left = formatInteger(`${primes.length - someFound - 1}`);
  return [...primes.slice(0, someFound).map(bold), `… ${left} others: ${all}`, ...primes.slice(-1).map(bold)];
}

function gap(size: string, after: string): string | undefined {
  return size === '0' ? undefined : `${formatInteger(size)}, after ${formatInteger(after)}`;
}

function verified(run: Run, style: Style): string {
  const { verification, facts } = run;
  if (!verification) return '';
  const { sampledPrimes, sampledComposites, seed, blocksRefused, auditCount, auditCpuSeconds } = verification;
  const samples = `${formatInteger(sampledPrimes)} primes and ${formatInteger(sampledComposites)} composites`;
  const lines = [`each tested on its own: ${samples} (seed ${seed})`];
  if (auditCount !== undefined) {
    const verdict = auditCount === facts?.count ? 'the same' : style('red', 'not the same');
    const cpu = `${formatSeconds(auditCpuSeconds)} CPU`;
    lines.push(`counted without a sieve: ${formatInteger(auditCount)}, ${verdict} (${cpu})`);
  }
  if (blocksRefused !== '0')
    lines.push(`refused and asked for again: ${formatInteger(blocksRefused)} blocks`);
  if (run.synthetic) lines.push('synthetic: nothing of it is stored');
  const mark = isVerified(run) ? style('green', 'verified') : style('red', 'not verified');
  return formatTable(lines.map((line, index) => [index === 0 ? mark : '', line]));
}

function cost({ usages }: Run, style: Style): string {
  const head = ['service', 'processes', 'CPU', 'of that workers', 'peak memory'];
  const rows = usages.map(({ service, instances, cpuSeconds, threadCpuSeconds, peakRssBytes }) => [
    service,
    `${instances}`,
    formatSeconds(cpuSeconds),
    formatSeconds(threadCpuSeconds),
    formatBytes(peakRssBytes),
  ]);
  if (rows.length === 0) return '';
  return formatTable(rows, { head: head.map((name) => style('dim', name)), right: [1, 2, 3, 4] });
}
