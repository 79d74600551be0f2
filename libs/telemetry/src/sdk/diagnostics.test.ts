import { diag } from '@opentelemetry/api';
import { globalErrorHandler } from '@opentelemetry/core';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Settings } from './environment/variables.ts';
import { setDiagnostics } from './diagnostics.ts';

let lines: string[];

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => {
  diag.disable();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

interface Said {
  readonly level: string;
  readonly message: string;
}
const said = (): Said[] => lines.map((line) => JSON.parse(line) as Said);

test('a report of the SDK is one JSON line of the form of an event', () => {
  setDiagnostics({});
  diag.warn('refused', 14);
  expect(lines.join('')).toMatch(/^\{.*\}\n$/);
  expect(said()).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
      level: 'warn',
      scope: 'telemetry',
      event: 'telemetry.failed',
      message: 'refused 14',
    },
  ]);
});

test('on a terminal a report is plain text', () => {
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  onTestFinished(() => void (process.stderr.isTTY = isTTY));
  setDiagnostics({});
  diag.warn('refused', 14);
  expect(lines).toEqual(['telemetry warn: refused 14\n']);
});

test('the same line is written once a minute', () => {
  setDiagnostics({});
  vi.advanceTimersByTime(1);
  diag.warn('refused', 14);
  diag.warn('refused', 14);
  vi.advanceTimersByTime(59_999);
  diag.warn('refused', 14);
  diag.warn('refused', 8);
  vi.advanceTimersByTime(1);
  diag.warn('refused', 14);
  expect(said().map(({ message }) => message)).toEqual(['refused 14', 'refused 8', 'refused 14']);
});

test.each<[Settings['OTEL_LOG_LEVEL'], string[]]>([
  [undefined, ['error', 'warn']],
  ['none', []],
  ['error', ['error']],
  ['info', ['error', 'warn', 'info']],
  ['all', ['error', 'warn', 'info', 'debug', 'debug']],
])('OTEL_LOG_LEVEL=%s writes %j', (level, written) => {
  setDiagnostics(level === undefined ? {} : { OTEL_LOG_LEVEL: level });
  for (const each of ['error', 'warn', 'info', 'debug', 'verbose'] as const) diag[each](`said ${each}`);
  const ours = said().filter(({ message }) => message.startsWith('said '));
  expect(ours.map((one) => one.level)).toEqual(written);
});

test('an error of the SDK is one line without a stack', () => {
  setDiagnostics({});
  globalErrorHandler(new Error('14 UNAVAILABLE:\n no connection'));
  expect(said()).toMatchObject([{ level: 'warn', message: '14 UNAVAILABLE: no connection' }]);
});

test('what the SDK says of many spans is said once', () => {
  setDiagnostics({});
  const tracer = new TracerProvider().getTracer('test');
  for (let times = 0; times < 100; times++) {
    const span = tracer.startSpan('span');
    span.end();
    span.setAttribute('key', 'value');
  }
  expect(said()).toMatchObject([
    { message: expect.stringMatching(/ ended Span \{traceId: [\da-f]{32}/) as unknown },
  ]);
});

test.each([
  ['run 0198c5a4-7a3e-7cc1-9a55-0d6ce5f0a001 lost', 'run 0198c5a4-7a3e-7cc1-9a55-0d6ce5f0a002 lost', 1],
  ['of 0af7651916cd43dd8448eb211c80319c', 'of 4bf92f3577b34da6a3ce929d0e0e4736', 1],
  ['OTEL_BSP_EXPORT_TIMEOUT: "1s" ignored', 'OTEL_BSP_EXPORT_TIMEOUT: "2s" ignored', 2],
  ['a facade was defaced', 'a facade was effaced', 2],
])('%j and %j are written in %i lines', (one, other, count) => {
  setDiagnostics({});
  diag.warn(one);
  diag.warn(other);
  expect(lines).toHaveLength(count);
});
