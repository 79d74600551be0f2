import { ConfigError } from './config-error.ts';
import { writeProblem } from './write-problem.ts';

/** Exit code of a program that was started wrongly, where CONFIG_ERROR_EXIT_CODE does not say another. */
const usageExitCode = 2;

/** The name of the kernel's error for a CPU that cannot run it, whatever the variables are. */
const unsupportedCpu = 'UnsupportedCpuError';

/**
 * Reads the configuration and runs `main` with it.
 * Every problem of a bad environment is one line on standard error, and sets exit code 2; `main` is then not run. So is a machine that cannot
 * run it. CONFIG_ERROR_EXIT_CODE is for supervisors that start again whatever ends with another code.
 */
export async function runWithConfig<T>(read: () => T, main: (config: T) => Promise<void>): Promise<void> {
  let config: T;
  try {
    config = read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    refuse('environment.invalid', error.problems);
    return;
  }
  try {
    await main(config);
  } catch (error) {
    if (!(error instanceof Error && error.name === unsupportedCpu)) throw error;
    refuse('machine.unsupported', [error.message]);
  }
}

function refuse(event: string, problems: readonly string[]): void {
  for (const message of problems) writeProblem({ level: 'error', scope: 'config', event, message });
  // oxlint-disable-next-line node/no-process-env -- what stands there must count where the rest of it cannot be read
  process.exitCode = Number(process.env['CONFIG_ERROR_EXIT_CODE'] || usageExitCode);
}
