import { diag, DiagLogLevel, type DiagLogger } from '@opentelemetry/api';
import { onTestFinished } from 'vitest';

/** The messages of diag.warn and diag.error, from here to the end of the test. */
export function diagLines(): string[] {
  const lines: string[] = [];
  const note = (line: string): void => void lines.push(line);
  const ignore = (): void => {};
  const logger: DiagLogger = { error: note, warn: note, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  onTestFinished(() => diag.disable());
  return lines;
}
