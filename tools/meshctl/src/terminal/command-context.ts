import type { Config } from '../config/config.ts';
import type { Output } from './output.ts';

/** What every command works with. */
export interface CommandContext {
  readonly config: Config;
  readonly output: Output;
}

/** What a command ends with: the exit code says `ok`, --json prints `json`. */
export interface Outcome {
  readonly ok: boolean;
  readonly json: object;
  /** Runs after the answer was written: how a command stays. */
  readonly afterwards?: () => Promise<void>;
}
