import { diag, DiagLogLevel, type DiagLogger } from '@opentelemetry/api';
import { diagLogLevelFromString, setGlobalErrorHandler } from '@opentelemetry/core';
import { writeProblem, type Problem } from '@prime-mesh/config';
import { format } from 'node:util';
import { names } from '../names/names.ts';
import type { Settings } from './environment/variables.ts';

/** The same line is written once in this time, in ms: a failing backend gives it every few seconds. */
const repeatMs = 60_000;

/** Ids of traces, spans, runs and instances, which make no other line of a line. */
const ids = /\b(?:[\da-f]{16,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g;

// Not DiagConsoleLogger: it writes info and debug to stdout, which belongs to the program.
function stderrLogger(): DiagLogger {
  const said = new Map<string, number>();
  const at =
    (level: Problem['level']) =>
    (text: string, ...rest: unknown[]): void => {
      const message = format(text, ...rest);
      const kind = `${level} ${message.replaceAll(ids, 'ID')}`;
      const now = performance.now();
      if (now - (said.get(kind) ?? -repeatMs) < repeatMs) return;
      if (said.size > 1_000) said.clear();
      said.set(kind, now);
      writeProblem({ level, scope: 'telemetry', event: names.events.telemetryFailed, message });
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    verbose: at('debug'),
  };
}

/** Writes what the SDK reports about itself to stderr, from OTEL_LOG_LEVEL or warnings up. */
export function setDiagnostics({ OTEL_LOG_LEVEL: level }: Settings): void {
  const logLevel = diagLogLevelFromString(level) ?? DiagLogLevel.WARN;
  diag.setLogger(stderrLogger(), { logLevel, suppressOverrideMessage: true });
  setGlobalErrorHandler((error) => diag.warn(oneLine(error)));
}

/** Writes the warnings of Node, of libs/config among them, in the same form. Whoever has switched them off gets none. */
export function setWarnings(): void {
  const ofNode = process.listeners('warning').filter(({ name }) => name === 'onWarning');
  if (ofNode.length === 0) return;
  for (const listener of ofNode) process.off('warning', listener);
  process.on('warning', ({ name, message }) =>
    writeProblem({
      level: 'warn',
      scope: 'node',
      event: names.events.nodeWarned,
      message: `${name}: ${message}`,
    }),
  );
}

/** The message of an error in one line, without its stack, which says nothing of a failed export. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ');
}
