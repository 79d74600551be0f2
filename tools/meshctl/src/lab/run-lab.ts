import { experiments, runExperiments, type Experiment, type Verdict } from '@prime-mesh/lab';
import { once } from 'node:events';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { openLabBackend } from './lab-backend.ts';

/** Options of `meshctl lab`. */
export interface LabOptions {
  readonly all?: boolean;
  readonly stay?: boolean;
}

/** Lists the experiments, or runs those that are named, each on services of its own. */
export async function runLab(
  { config, output }: CommandContext,
  asked: readonly string[],
  { all = false, stay = false }: LabOptions,
): Promise<Outcome> {
  if (asked[0] === 'list' || (asked.length === 0 && !all)) return list(output);
  const chosen = choose(asked, all);
  await using owned = new AsyncDisposableStack();
  const backend = owned.use(await openLabBackend(config, output.note));
  const { untilStopSignal } = await import('@prime-mesh/mesh');
  const signal = untilStopSignal();
  const verdicts = await runExperiments(chosen, { backend, print: output.answer, signal });
  const wrong = verdicts.filter(({ ok }) => !ok);
  output.answer(summarize(verdicts, output.style));
  const kept = owned.move();
  return {
    ok: wrong.length === 0 && !signal.aborted,
    json: { experiments: verdicts, backend: backend.page },
    afterwards: async () => {
      await using _backend = kept;
      if (backend.isKept) return;
      if (stay) await untilStopped(output, backend.url, signal);
      else output.note('the traces end with this command; --stay or a mesh that is up keeps them');
    },
  };
}

function list(output: Output): Outcome {
  output.answer(formatTable(experiments.map(({ name, question }) => [name, question])));
  return { ok: true, json: { experiments: experiments.map(({ name, question }) => ({ name, question })) } };
}

function choose(asked: readonly string[], all: boolean): readonly Experiment[] {
  if (all && asked.length > 0) throw new UsageError('--all and names of experiments exclude each other');
  const unknown = asked.find((name) => !experiments.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`no experiment ${JSON.stringify(unknown)}: "meshctl lab list" shows all`);
  }
  return all ? experiments : experiments.filter(({ name }) => asked.includes(name));
}

function summarize(verdicts: readonly Verdict[], style: Output['style']): string {
  const rows = verdicts.map(({ name, ok, seconds, rows: { length } }) => [
    ok ? style('green', 'ok') : style('red', 'no'),
    name,
    `${length} expectations`,
    `${seconds.toFixed(1)} s`,
  ]);
  return formatTable(rows, { right: [3] });
}

async function untilStopped(output: Output, url: string, signal: AbortSignal): Promise<void> {
  output.note(`the traces are at ${url}; Ctrl-C ends`);
  if (!signal.aborted) await once(signal, 'abort');
}
