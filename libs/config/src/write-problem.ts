/** What a program says of itself beside its events: a wrong variable, a failed export. */
export interface Problem {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Who says it. */
  readonly scope: string;
  /** What it is, as the name of an event. */
  readonly event: string;
  readonly message: string;
}

/**
 * Writes a problem to standard error, as one JSON line of the same form as an event. On a terminal it is plain text, since
 * a person reads it there.
 */
export function writeProblem({ level, scope, event, message }: Problem): void {
  const record = { time: new Date().toISOString(), level, scope, event, message };
  process.stderr.write(
    `${process.stderr.isTTY ? `${scope} ${level}: ${message}` : JSON.stringify(record)}\n`,
  );
}
