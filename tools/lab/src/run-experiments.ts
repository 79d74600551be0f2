import { isAsExpected, perform, type Experiment, type Row } from './experiment.ts';
import { openLab, type Lab } from './lab.ts';
import { startBackend, formatTable, type MeshBackend } from '@prime-mesh/harness';

/** The outcome of one experiment. */
export interface Verdict {
  readonly name: string;
  readonly ok: boolean;
  readonly rows: readonly Row[];
  readonly seconds: number;
  /** Why there are no rows; absent if there are. */
  readonly error?: string;
}

export interface RunOptions {
  /** Where telemetry goes; by default, to a backend that lives as long as the call. */
  readonly backend?: MeshBackend;
  readonly print: (text: string) => void;
  /** Stops the current experiment with everything that it started; no other one is started. */
  readonly signal?: AbortSignal;
}

/** Runs experiments one after the other, and prints each with its question, outcome, reason and advice. */
export async function runExperiments(
  chosen: readonly Experiment[],
  { backend, print, signal }: RunOptions,
): Promise<Verdict[]> {
  await using owned = new AsyncDisposableStack();
  const target = backend ?? owned.use(await startBackend());
  const verdicts: Verdict[] = [];
  for (const one of chosen) {
    if (signal?.aborted) break;
    verdicts.push(await runOne(one, { backend: target, print, ...(signal && { signal }) }));
  }
  return verdicts;
}

type RunOne = RunOptions & { readonly backend: MeshBackend };

async function runOne(one: Experiment, { backend, print, signal }: RunOne): Promise<Verdict> {
  const startedAt = performance.now();
  const shown: string[] = [];
  const { rows, error } = await tryOne(
    one,
    openLab(backend, (text) => shown.push(text)),
    signal,
  );
  const seconds = (performance.now() - startedAt) / 1e3;
  const ok = error === undefined && rows.every(isAsExpected);
  print(renderVerdict(one, rows, [...shown, ...(error === undefined ? [] : [`failed: ${error}`])]));
  return { name: one.name, ok, rows, seconds, ...(error !== undefined && { error }) };
}

async function tryOne(
  one: Experiment,
  opened: Lab,
  signal?: AbortSignal,
): Promise<{ rows: Row[]; error?: string }> {
  const stop = (): void => void opened[Symbol.asyncDispose](); // its calls then fail, which ends the experiment
  signal?.addEventListener('abort', stop);
  try {
    await using lab = opened;
    return { rows: await perform(one, lab) };
  } catch (error) {
    return { rows: [], error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function renderVerdict(
  { name, question, did, why, production }: Experiment,
  rows: readonly Row[],
  shown: readonly string[],
): string {
  const cells = rows.map((row) => [isAsExpected(row) ? 'ok' : 'NO', row.what, row.expected, row.seen]);
  return [
    `== ${name}: ${question}`,
    did,
    '',
    formatTable(cells, { head: ['', 'what', 'expected', 'seen'] }),
    ...shown.map((text) => `\n${text}`),
    '',
    `Why: ${why}`,
    `In production: ${production}`,
    '',
  ].join('\n');
}
