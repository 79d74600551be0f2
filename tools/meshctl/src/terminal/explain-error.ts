import { ConfigError } from '@prime-mesh/config';
import { callerWords, type CallerWords } from './caller-words.ts';
import { FailureError, UsageError } from './command-error.ts';

/** What went wrong, for a person and for a program. */
export interface Explanation {
  /** Stable, so that a program can tell errors apart. */
  readonly code: string;
  readonly message: string;
  /** Whether the command line makes no sense. */
  readonly isUsage: boolean;
}

/** Explains the error of a command. An error that nobody expected is explained by its stack. */
export async function explainError(error: unknown, words: CallerWords = callerWords()): Promise<Explanation> {
  if (error instanceof UsageError || error instanceof FailureError) {
    return { code: error.code, message: error.message, isUsage: error instanceof UsageError };
  }
  if (error instanceof ConfigError) return { code: 'USAGE', message: error.message, isUsage: true };
  // Recognized by their names: --help must not load their packages.
  if (error instanceof Error && error.name === 'BackendError' && 'code' in error) {
    return { code: String(error.code), message: error.message, isUsage: false };
  }
  if (error instanceof Error && error.name === 'UnsupportedCpuError') {
    return { code: 'UNSUPPORTED_CPU', message: error.message, isUsage: false };
  }
  if (error instanceof Error && error.name === 'MeshError' && 'code' in error) {
    return explainStatus(Number(error.code), error.message, words);
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'INTERNAL', message, isUsage: false };
}

async function explainStatus(
  number: number,
  message: string,
  { startMesh }: CallerWords,
): Promise<Explanation> {
  const { status } = await import('@grpc/grpc-js');
  const code = status[number] ?? 'UNKNOWN';
  const isUsage = number === status.INVALID_ARGUMENT || number === status.OUT_OF_RANGE;
  if (number !== status.UNAVAILABLE) return { code, message, isUsage };
  // Each service wraps the reason of the one behind it, and grpc-js that of each layer: the innermost is the cause.
  const innermost = message.replace(/^.* is unavailable: (?=\S+ at \S+ is unavailable: )/s, '');
  const reason = innermost.replace(/ is unavailable: .*(connect \w+).*$/s, ' does not answer ($1)');
  const [, service = 'Loader'] = /\.(\w+) at \S+ does not answer/.exec(reason) ?? [];
  const variable = `${service.toUpperCase()}_ADDRESS`;
  return { code, message: `${reason}: ${startMesh}, or set ${variable}`, isUsage };
}
