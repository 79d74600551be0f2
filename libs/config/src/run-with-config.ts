import { ConfigError } from './config-error.ts';

/** Exit code of a program that was started wrongly. */
const usageExitCode = 2;

/**
 * Reads the configuration and runs `main` with it.
 * A bad environment is printed on standard error and sets exit code 2; `main` is then not run.
 */
export async function runWithConfig<T>(read: () => T, main: (config: T) => Promise<void>): Promise<void> {
  let config: T;
  try {
    config = read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = usageExitCode;
    return;
  }
  await main(config);
}
