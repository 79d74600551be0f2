import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { diagLines } from '../testing/diag-lines.ts';
import { createLogger } from './logger.ts';

const exporter = new InMemoryLogRecordExporter();

beforeAll(() => {
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
});
beforeEach(() => exporter.reset());

function loggerInto(lines: string[], level?: 'debug' | 'warn') {
  return createLogger('test', { out: { write: (line) => lines.push(line) }, ...(level && { level }) });
}

test('an event is a line and a record, with the same fields', () => {
  const lines: string[] = [];
  loggerInto(lines).info('run.accepted', { reason: 'limit' });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      time: expect.any(String) as unknown,
      level: 'info',
      scope: 'test',
      event: 'run.accepted',
      reason: 'limit',
    },
  ]);
  expect(exporter.getFinishedLogRecords()).toMatchObject([
    {
      eventName: 'run.accepted',
      severityNumber: 9,
      severityText: 'INFO',
      attributes: { reason: 'limit' },
    },
  ]);
});

test.each([
  [undefined, ['info', 'warn', 'error']],
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
] as const)('a logger of level %s writes %j', (level, written) => {
  const lines: string[] = [];
  const log = loggerInto(lines, level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]('run.accepted');
  expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(written);
  expect(exporter.getFinishedLogRecords()).toHaveLength(written.length);
});

test.each([
  ['debug', false],
  ['info', false],
  ['warn', true],
  ['error', true],
] as const)('an event of level %s says where it was logged: %s', (level, expected) => {
  const log = loggerInto([], 'debug');
  (function blockCorrupt() {
    log[level]('block.corrupt');
  })();
  const [{ attributes } = {}] = exporter.getFinishedLogRecords();
  expect(attributes?.['code.function.name']).toBe(expected ? 'blockCorrupt' : undefined);
  expect(attributes?.['code.file.path']).toBe(expected ? import.meta.filename : undefined);
});

test('what is thrown without being an error is its message', () => {
  const lines: string[] = [];
  loggerInto(lines).error('rpc.failed', {}, 'no');
  expect(JSON.parse(lines.join(''))).toMatchObject({ 'exception.message': 'no' });
});

test('a log that cannot be written throws nothing, and is reported', () => {
  const said = diagLines();
  const write = (): void => {
    throw new Error('broken pipe');
  };
  expect(() => createLogger('test', { out: { write } }).info('run.accepted')).not.toThrow();
  expect(said).toEqual(['event run.accepted of test was not logged: Error: broken pipe']);
});
