import type { CommandContext, Outcome } from './command-context.ts';

/** Runs a command with what every command works with. */
export type Perform = (command: (context: CommandContext) => Promise<Outcome>) => Promise<void>;

/** Examples for the end of a command's help. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
