import { Option, type Argument, type Command } from 'commander';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';

/**
 * One command. The file that defines it is loaded by every --help, so its action imports what it needs when it is
 * called, and not at the top of the file.
 * @typeParam Options what commander makes of the options
 * @typeParam Args what it makes of the arguments
 */
export interface CommandDefinition<Options = never, Args extends readonly unknown[] = never> {
  readonly name: string;
  readonly description: string;
  readonly arguments?: readonly Argument[];
  readonly options?: readonly Option[];
  /** Shown between the options and the examples. */
  readonly notes?: string;
  /** Command lines that work. */
  readonly examples: readonly string[];
  readonly action: (context: CommandContext, options: Options, ...args: Args) => Promise<Outcome>;
}

/** Runs an action with what every action works with. */
export type Perform = (action: (context: CommandContext) => Promise<Outcome>) => Promise<void>;

/** Adds a command to the program, with --json as its last option. */
export function addCommand(program: Command, definition: CommandDefinition, perform: Perform): void {
  const command = program.command(definition.name).description(definition.description);
  for (const argument of definition.arguments ?? []) command.addArgument(argument);
  for (const option of [...(definition.options ?? []), json()]) command.addOption(option);
  if (definition.notes !== undefined) command.addHelpText('after', `\n${definition.notes}`);
  command.addHelpText('after', examples(definition.examples));
  command.action(async () =>
    perform(async (context) =>
      // Commander's types end here: a definition declares what its options and arguments become.
      definition.action(context, command.opts<never>(), ...(command.processedArgs as never)),
    ),
  );
}

/** Examples for the end of a help text. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function json(): Option {
  return new Option(
    '--json',
    'print one JSON object as the last line of standard output, all else on standard error',
  );
}
