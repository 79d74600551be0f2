import { CommanderError } from 'commander';
import { loadConfig } from './config/config.ts';
import { createProgram } from './program.ts';
import type { CommandContext, Outcome } from './terminal/command-context.ts';
import { explainError } from './terminal/explain-error.ts';
import { createOutput, type Output } from './terminal/output.ts';

/** Exit codes. */
const exit = { ok: 0, failure: 1, usage: 2 } as const;
type ExitCode = (typeof exit)[keyof typeof exit];

/**
 * Runs the command line.
 * @returns 0 if the command did what was asked, 1 if it could not, 2 if what was asked makes no sense
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const output = createOutput({ json: args.includes('--json') });
  let code: ExitCode = exit.ok;
  const perform = async (action: (context: CommandContext) => Promise<Outcome>): Promise<void> => {
    const outcome = await action({ config: loadConfig(), output });
    output.finish(outcome.json);
    if (!outcome.ok) code = exit.failure;
    await outcome.afterwards?.();
  };
  try {
    await createProgram(output, perform).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, output);
  }
}

async function report(error: unknown, output: Output): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exit.ok; // --help and --version
    output.finish({ error: { code: 'USAGE', message: error.message.replace(/^error: /, '') } });
    return exit.usage; // commander has said why
  }
  const { code, message, isUsage } = await explainError(error);
  output.note(`${output.style('red', 'error')} ${message}`);
  output.finish({ error: { code, message } });
  return isUsage ? exit.usage : exit.failure;
}
