import { diag, isSpanContextValid, trace, type Attributes } from '@opentelemetry/api';
import { logs, SeverityNumber, type AnyValueMap } from '@opentelemetry/api-logs';
import { fileURLToPath } from 'node:url';
import { getCallSites, inspect } from 'node:util';
import { names } from '../names/names.ts';

const severities = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

/** How much a log record matters. */
export type LogLevel = keyof typeof severities;
type Log = (event: string, fields?: Attributes, error?: unknown) => void;

/** Writes one event with its fields. An error adds its type, message and stack. */
export type Logger = Readonly<Record<LogLevel, Log>>;

export interface LoggerOptions {
  /**
   * Where the JSON lines go: stdout unless a command-line tool passes `process.stderr`, and nowhere with
   * LOG_LINES_ENABLED=false.
   */
  readonly out?: { write(line: string): unknown };
  /** Nothing below this level is written. */
  readonly level?: LogLevel;
}

function exceptionFields(error: unknown): AnyValueMap {
  const { exceptionType, exceptionMessage, exceptionStacktrace } = names.attributes;
  if (!(error instanceof Error)) return { [exceptionMessage]: String(error) };
  return {
    [exceptionType]: error.name,
    [exceptionMessage]: error.message,
    [exceptionStacktrace]: inspect(error), // unlike error.stack, with the causes
  };
}

/**
 * Where the caller of the logger logs. It takes 2.6 µs, as long as the rest of a log record, and so is for what somebody
 * will look into.
 */
function placeFields(): Attributes {
  const { codeFunctionName, codeFilePath, codeLineNumber } = names.attributes;
  const [, , site] = getCallSites(3); // this function, the logger, its caller
  if (site === undefined) return {};
  const { functionName, scriptName, lineNumber } = site;
  return {
    ...(functionName !== '' && { [codeFunctionName]: functionName }),
    [codeFilePath]: scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName,
    [codeLineNumber]: lineNumber,
  };
}

/** Keeps a service alive when its reader closes stdout: without a listener the broken pipe would end it. */
function outliveReader(): void {
  if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
}

function ignore(): void {}

const nowhere = { write: ignore };

/** Whether events are printed beside being exported. The preload has taken a broken value out. */
function areLinesWanted(): boolean {
  return process.env['LOG_LINES_ENABLED']?.trim().toLowerCase() !== 'false';
}

function activeIds(): { trace_id?: string; span_id?: string } {
  const ids = trace.getActiveSpan()?.spanContext();
  return ids && isSpanContextValid(ids) ? { trace_id: ids.traceId, span_id: ids.spanId } : {};
}

/**
 * Makes a logger that hands each event to the Logs API and writes it as one JSON line, both with the active trace and
 * span. Never throws.
 * @param scope the part of the program that logs, such as `extractor` or `mesh.server`
 */
export function createLogger(
  scope: string,
  { out = areLinesWanted() ? process.stdout : nowhere, level = 'info' }: LoggerOptions = {},
): Logger {
  const logger = logs.getLogger(scope);
  if (out === process.stdout) outliveReader();
  const at = (severity: LogLevel): Log => {
    if (severities[severity] < severities[level]) return () => {};
    return (event, fields = {}, error) => {
      try {
        const attributes = {
          ...fields,
          ...(error !== undefined && exceptionFields(error)),
          ...(severities[severity] >= severities.warn && placeFields()),
        };
        const severityText = severity.toUpperCase();
        logger.emit({
          eventName: event,
          severityNumber: severities[severity],
          severityText,
          body: event,
          attributes,
        });
        const head = { time: new Date().toISOString(), level: severity, scope, event };
        out.write(`${JSON.stringify({ ...head, ...attributes, ...activeIds() })}\n`);
      } catch (failure) {
        diag.warn(`event ${event} of ${scope} was not logged: ${String(failure)}`);
      }
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
