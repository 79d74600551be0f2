import { ConfigError } from './config-error.ts';

/** Exit code of a program that was started wrongly, where CONFIG_ERROR_EXIT_CODE does not say another. */
const usageExitCode = 2;

/** The name of the kernel's error for a CPU that cannot run it, whatever the variables are. */
const unsupportedCpu = 'UnsupportedCpuError';

/**
 * Reads the configuration and runs `main` with it.
 * A bad environment is printed on standard error and sets exit code 2; `main` is then not run. So is a machine that cannot
 * run it. CONFIG_ERROR_EXIT_CODE is for supervisors that start again whatever ends with another code.
 */
export async function runWithConfig<T>(read: () => T, main: (config: T) => Promise<void>): Promise<void> {
  let config: T;
  try {
    config = read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    refuse(error);
    return;
  }
  try {
    await main(config);
  } catch (error) {
    if (!(error instanceof Error && error.name === unsupportedCpu)) throw error;
    refuse(error);
  }
}

function refuse({ message }: Error): void {
  process.stderr.write(`${message}\n`);
  // oxlint-disable-next-line node/no-process-env -- what stands there must count where the rest of it cannot be read
  process.exitCode = Number(process.env['CONFIG_ERROR_EXIT_CODE'] || usageExitCode);
}
