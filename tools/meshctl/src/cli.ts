import { ConfigError } from '@prime-mesh/config';
import { CommanderError } from 'commander';
import type { CommandContext, Outcome } from './command-context.ts';
import { FailureError, UsageError } from './command-error.ts';
import { readConfig } from './config.ts';
import { createOutput, type Output } from './output.ts';
import { createProgram } from './program.ts';

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
  const perform = async (command: (context: CommandContext) => Promise<Outcome>): Promise<void> => {
    const outcome = await command({ config: readConfig(), output });
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
  const { code, message, isUsage } = await explain(error);
  output.note(`${output.style('red', 'error')} ${message}`);
  output.finish({ error: { code, message } });
  return isUsage ? exit.usage : exit.failure;
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly isUsage: boolean;
}

async function explain(error: unknown): Promise<Explanation> {
  if (error instanceof UsageError || error instanceof FailureError) {
    return { code: error.code, message: error.message, isUsage: error instanceof UsageError };
  }
  // By name: its package, and what that needs, is loaded only by the commands that ask a backend.
  if (error instanceof Error && error.name === 'BackendError' && 'code' in error) {
    return { code: String(error.code), message: error.message, isUsage: false };
  }
  if (error instanceof ConfigError) return { code: 'USAGE', message: error.message, isUsage: true };
  if (error instanceof Error && error.name === 'MeshError' && 'code' in error) {
    return explainStatus(Number(error.code), error.message);
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'INTERNAL', message, isUsage: false };
}

async function explainStatus(number: number, message: string): Promise<Explanation> {
  const { status } = await import('@grpc/grpc-js');
  const code = status[number] ?? 'UNKNOWN';
  const isUsage = number === status.INVALID_ARGUMENT || number === status.OUT_OF_RANGE;
  if (number !== status.UNAVAILABLE) return { code, message, isUsage };
  // Each service wraps the reason of the one behind it, and grpc-js that of each layer: the innermost says it all.
  const innermost = message.replace(/^.* is unavailable: (?=\S+ at \S+ is unavailable: )/s, '');
  const reason = innermost.replace(/ is unavailable: .*(connect \w+).*$/s, ' does not answer ($1)');
  const [, service = 'Loader'] = /\.(\w+) at \S+ does not answer/.exec(reason) ?? [];
  const variable = `${service.toUpperCase()}_ADDRESS`;
  return { code, message: `${reason}: start the mesh with "meshctl up", or set ${variable}`, isUsage };
}
