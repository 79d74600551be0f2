import type { Config } from '../config/config.ts';
import type { Output } from './output.ts';

/** What every command works with. */
export interface CommandContext {
  readonly config: Config;
  readonly output: Output;
}

/** The result of a command: `ok` becomes the exit code, `json` is what --json prints. */
export interface Outcome {
  readonly ok: boolean;
  readonly json: object;
  /** Runs after the result was written, for commands that stay until Ctrl-C. */
  readonly afterwards?: () => Promise<void>;
}
