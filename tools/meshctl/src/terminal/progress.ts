import { Presets, SingleBar } from 'cli-progress';
import { formatInteger, formatMagnitude, formatSeconds } from './format-quantity.ts';
import type { Output } from './output.ts';

/** How far a run is. */
export interface Progress {
  readonly numbersDone: bigint;
  readonly primes: string;
  readonly elapsedSeconds: number;
  readonly blocksStored: string;
}

/** Shows how far a run is, until it is disposed of. */
export interface ProgressView extends Disposable {
  update(progress: Progress): void;
}

/** Shortest time between two plain lines, ms. */
const betweenLinesMs = 1_000;
const barScale = 1_000;

/**
 * Shows a bar on a terminal, plain lines elsewhere.
 * @param total integers to cover; undefined if unknown
 */
export function showProgress(output: Output, total: bigint | undefined): ProgressView {
  return output.live && total !== undefined ? liveBar(total) : plainLines(output, total);
}

/** The line of progress, without the bar. */
export function describeProgress(progress: Progress, total: bigint | undefined): string {
  const { numbersDone, primes, elapsedSeconds, blocksStored } = progress;
  const rate = elapsedSeconds > 0 ? Number(numbersDone) / elapsedSeconds : 0;
  const parts = [`${formatMagnitude(rate)} numbers/s`, `${formatInteger(primes)} primes`];
  if (total === undefined) return [`${blocksStored} blocks`, ...parts].join('  ');
  return [...parts, `ETA ${rate > 0 ? formatLeft(Number(total - numbersDone) / rate) : 'unknown'}`].join(
    '  ',
  );
}

function formatLeft(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : formatSeconds(seconds);
}

function liveBar(total: bigint): ProgressView {
  const bar = new SingleBar(
    {
      format: '{bar} {percentage} %  {line}',
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
      gracefulExit: false, // Ctrl-C cancels the run, which ends the bar
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(barScale, 0, { line: '' });
  return {
    update: (progress) => {
      const share = Number((progress.numbersDone * BigInt(barScale)) / total);
      bar.update(share, { line: describeProgress(progress, total) });
    },
    [Symbol.dispose]: () => bar.stop(),
  };
}

function plainLines(output: Output, total: bigint | undefined): ProgressView {
  let lastMs = -Infinity;
  return {
    update: (progress) => {
      if (performance.now() - lastMs < betweenLinesMs) return;
      lastMs = performance.now();
      const share = total === undefined ? '' : `${Number((progress.numbersDone * 100n) / total)} %  `;
      output.note(`${share}${describeProgress(progress, total)}`);
    },
    [Symbol.dispose]: () => {},
  };
}
