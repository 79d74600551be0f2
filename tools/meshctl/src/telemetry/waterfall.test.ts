import type { Span } from '@prime-mesh/backends';
import { expect, test } from 'vitest';
import { completeEvidence } from './testing/complete-evidence.ts';
import { renderWaterfall } from './waterfall.ts';

const plain = { columns: 72, style: (_: unknown, text: string) => text };

const span = (
  spanId: string,
  parentSpanId: string | undefined,
  times: [number, number],
  name = 'step',
): Span => ({
  traceId: '1',
  spanId,
  ...(parentSpanId !== undefined && { parentSpanId }),
  service: 'loader',
  instanceId: '',
  name,
  kind: 'INTERNAL',
  startNs: BigInt(times[0]) * 1_000_000n,
  endNs: BigInt(times[1]) * 1_000_000n,
  status: 'UNSET',
  attributes: {},
  events: [],
});

test('a span is a line with service, indented name, bar and duration', () => {
  const spans = [span('a', undefined, [0, 100], 'root'), span('b', 'a', [50, 100])];
  expect(renderWaterfall(spans, plain)).toEqual([
    `loader      root   ${'█'.repeat(43)}    100 ms`,
    `loader        step ${' '.repeat(21)}${'█'.repeat(22)}   50.0 ms`,
  ]);
});

test('a span too short to see is a thin bar', () => {
  const spans = [span('a', undefined, [0, 1_000], 'root'), span('b', 'a', [0, 1])];
  expect(renderWaterfall(spans, plain)[1]).toContain(' ▏ ');
});

test('of many siblings the first, the slowest and the last are shown', () => {
  const siblings = Array.from({ length: 9 }, (_, i) =>
    span(`${i}`, 'a', [i * 10, i * 10 + (i === 5 ? 9 : 3)]),
  );
  const lines = renderWaterfall([span('a', undefined, [0, 100], 'root'), ...siblings], plain);
  expect(lines.map((line) => line.trim().split(/ +/).at(-2))).toEqual(['100', '3.00', '9.00', '3.00', '6']);
  expect(lines.at(-1)?.trim()).toBe('… 6 more');
});

test('blocks carry their index, methods lose their package, clients have an arrow', () => {
  const text = renderWaterfall(completeEvidence(1).spans, plain).join('\n');
  expect(text).toMatch(/loader +load block 0 /);
  expect(text).toMatch(/meshctl +→ Loader\/Run /);
  expect(text).toMatch(/loader +Loader\/Run /);
});

test('no line is wider than the terminal', () => {
  for (const line of renderWaterfall(completeEvidence(20).spans, plain))
    expect(line.length).toBeLessThanOrEqual(72);
});

test('a trace without spans is no line', () => {
  expect(renderWaterfall([], plain)).toEqual([]);
});
