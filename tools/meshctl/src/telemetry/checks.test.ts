import type { Span } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';
import { expect, test } from 'vitest';
import { withheldAttributes } from '../mesh/withheld-baggage.ts';
import { checksJson, renderChecks } from './check-report.ts';
import { checks } from './checks.ts';
import type { Evidence } from './evidence.ts';
import { checkBaggage, checkLogs, checkMetrics } from './signal-checks.ts';
import { completeEvidence, traceId } from './testing/complete-evidence.ts';
import { checkBlocks, checkInsideParents, checkNoOrphans, checkOneTrace } from './trace-checks.ts';

const complete = completeEvidence(3);

function firstSpan(matches: (span: Span) => boolean): Span {
  const found = complete.spans.find(matches);
  if (found === undefined) throw new Error('no such span');
  return found;
}

/** The complete evidence with one span changed, or without it if the change is undefined. */
function withSpan(matches: (span: Span) => boolean, change?: Partial<Span>): Evidence {
  const target = firstSpan(matches);
  const spans = complete.spans.flatMap((span) =>
    span === target ? (change ? [{ ...span, ...change }] : []) : [span],
  );
  return { ...complete, spans };
}

const named = (service: string, name: string, kind: Span['kind']) => (span: Span) =>
  span.service === service && span.name === name && span.kind === kind;
const transform = 'primemesh.v1.Transformer/Transform';
const extract = 'primemesh.v1.Extractor/Extract';

test.each(checks)('%o passes on complete telemetry', (check) => {
  expect(check(complete).problems).toEqual([]);
});

test('nothing at all is not one trace', () => {
  expect(checkOneTrace({ ...complete, spans: [] }).problems).toEqual([`no span of trace ${traceId}`]);
});

test('a second root is not one trace', () => {
  const { parentSpanId: _gone, ...root } = firstSpan(named('loader', transform, 'CLIENT'));
  const spans = [...complete.spans.filter(({ spanId }) => spanId !== root.spanId), root];
  expect(checkOneTrace({ ...complete, spans }).problems).toEqual([
    expect.stringMatching(/^2 roots: .*Transform/),
  ]);
});

test('a block that names another trace is not one trace', () => {
  const other = 'f'.repeat(32);
  const run = { ...complete.run, blockTraceIds: [traceId, other] };
  expect(checkOneTrace({ ...complete, run }).problems).toEqual([`trace ${other} holds part of the run`]);
});

test.each([
  ['loader', names.spans.load, 'INTERNAL', 'loader "load block"'],
  ['loader', transform, 'CLIENT', `loader "${transform}" (client)`],
  ['transformer', transform, 'SERVER', `transformer "${transform}" (server)`],
  ['transformer', extract, 'CLIENT', `transformer "${extract}" (client)`],
  ['extractor', extract, 'SERVER', `extractor "${extract}" (server)`],
  ['extractor', names.spans.extract, 'INTERNAL', 'extractor "extract block" (worker thread)'],
  ['transformer', names.spans.transform, 'INTERNAL', 'transformer "transform block" (worker thread)'],
  ['loader', names.spans.verify, 'INTERNAL', 'loader "verify block" (worker thread)'],
  ['loader', names.spans.store, 'INTERNAL', 'loader "store block"'],
] as const)('a block without %s "%s" (%s) is missed', (service, name, kind, described) => {
  const problems = checkBlocks(withSpan(named(service, name, kind))).problems;
  expect(problems).toEqual([`block 0: no ${described}`]);
});

test('work that did not run on a worker thread is missed', () => {
  const evidence = withSpan(named('extractor', names.spans.extract, 'INTERNAL'), { attributes: {} });
  expect(checkBlocks(evidence).problems).toEqual(['block 0: no extractor "extract block" (worker thread)']);
});

test('a block that was tried twice is complete when one try is', () => {
  const failed = { ...firstSpan(named('loader', names.spans.load, 'INTERNAL')), spanId: 'abcdabcdabcdabcd' };
  expect(checkBlocks({ ...complete, spans: [failed, ...complete.spans] }).problems).toEqual([]);
});

test('a block nobody worked on is missed', () => {
  const run = { ...complete.run, blocksTotal: 4 };
  expect(checkBlocks({ ...complete, run }).problems).toEqual(['block 3: no loader "load block"']);
});

test('a span whose parent is missing is an orphan', () => {
  const { problems } = checkNoOrphans(withSpan(named('transformer', extract, 'CLIENT')));
  expect(problems).toEqual([
    expect.stringMatching(/^extractor "primemesh.v1.Extractor\/Extract" \w{16} has no parent \w{16}$/),
  ]);
});

test('a child that ends after its parent is told, with both spans and by how much', () => {
  const child = firstSpan(named('loader', names.spans.store, 'INTERNAL'));
  const endNs = child.endNs + 2_500_000n;
  const result = checkInsideParents(withSpan((span) => span === child, { endNs }));
  expect(result).toMatchObject({
    problems: [
      expect.stringMatching(
        /^loader "store block" \w{16} ends 1\.50 ms after its parent loader "load block" \w{16}$/,
      ),
    ],
    notes: [],
  });
});

test('a child that begins before its parent is told', () => {
  const child = firstSpan(named('loader', names.spans.store, 'INTERNAL'));
  const startNs = child.startNs - 2_000_001n;
  expect(checkInsideParents(withSpan((span) => span === child, { startNs })).problems).toEqual([
    expect.stringMatching(
      /^loader "store block" \w{16} begins 1\.00 ms before its parent loader "load block" \w{16}$/,
    ),
  ]);
  expect(checkInsideParents(withSpan((span) => span === child, { startNs: startNs + 1n })).problems).toEqual(
    [],
  );
});

/** Complete evidence with the first call of a method from `caller` to `service` as its two ends saw it. */
function withCall(caller: Partial<Span>, served: Partial<Span>): Evidence {
  const server = firstSpan(named('transformer', transform, 'SERVER'));
  const spans = complete.spans.map((span) => {
    if (span === server) return { ...span, ...served, endNs: span.endNs + 44_000_000n };
    return span.spanId === server.parentSpanId ? { ...span, ...caller } : span;
  });
  return { ...complete, spans };
}

const ended = (code: number): Partial<Span> => ({ attributes: { 'rpc.grpc.status_code': code } });

test.each([
  ['the caller hung up', 1, 0],
  ['the deadline passed', 4, 0],
  ['an attempt was cut off, and another succeeded', 0, 1],
  ['the deadline passed at the service', 14, 4],
])(
  'a call that outlives its caller is noted where %s: %i at the client, %i at the server',
  (_, client, server) => {
    const result = checkInsideParents(withCall(ended(client), ended(server)));
    expect(result).toMatchObject({
      found: 'within 1 ms, but for 1 of cancelled calls that ended later',
      problems: [],
      notes: [
        expect.stringMatching(
          /^transformer ".*Transform" \w{16} ends 43\.00 ms after its parent loader ".*Transform" \w{16}, a cancelled call$/,
        ),
      ],
    });
  },
);

test.each([
  [0, 0],
  [14, 0],
  [13, 13],
])('a call that outlives its caller is a problem where it was not cancelled: %i, %i', (client, server) => {
  const result = checkInsideParents(withCall(ended(client), ended(server)));
  expect(result).toMatchObject({ problems: [expect.stringContaining('ends 43.00 ms after')], notes: [] });
});

test('a call that begins before its caller is a problem, cancelled or not', () => {
  const server = firstSpan(named('transformer', transform, 'SERVER'));
  const evidence = withCall(ended(1), { startNs: server.startNs - 3_000_000n });
  expect(checkInsideParents(evidence).problems).toEqual([
    expect.stringMatching(/ begins 2\.00 ms before its parent .*, a cancelled call$/),
  ]);
});

test('what is noted stands below its check, in --json too, and makes no problem of it', () => {
  const results = [checkInsideParents(withCall(ended(1), ended(0)))];
  const plain = (_: unknown, text: string): string => text;
  expect(renderChecks(results, plain)).toMatch(
    /^ok +children inside parents +within 1 ms, but for 1 of .*\n +transformer .* ends 43\.00 ms after/,
  );
  expect(checksJson(results)).toMatchObject([{ ok: true, notes: [expect.stringContaining('43.00 ms')] }]);
});

test('a service without logs in the trace is missed', () => {
  const logs = complete.logs.filter(({ service }) => service !== 'transformer');
  expect(checkLogs({ ...complete, logs }).problems).toEqual(['no log of transformer']);
});

test('a log on a span that is not there is told', () => {
  const logs = [...complete.logs, { service: 'loader', spanId: 'deadbeefdeadbeef' }];
  expect(checkLogs({ ...complete, logs }).problems).toEqual([
    'a log of loader names span deadbeefdeadbeef, which is missing',
  ]);
});

test('every metric of every service is asked for', () => {
  for (const gone of complete.metrics) {
    const metrics = complete.metrics.filter((report) => report !== gone);
    expect(checkMetrics({ ...complete, metrics }).problems).toEqual([`no ${gone.metric} of ${gone.service}`]);
  }
  expect(complete.metrics.length).toBeGreaterThan(20);
});

test('a metric that was last reported before the run does not count', () => {
  const metrics = complete.metrics.map((report) => ({ ...report, lastNs: 0n }));
  expect(checkMetrics({ ...complete, metrics }).problems).toHaveLength(metrics.length);
});

test('a span without the baggage of the run is told', () => {
  const evidence = withSpan(named('loader', names.spans.store, 'INTERNAL'), { attributes: {} });
  expect(checkBaggage(evidence).problems).toEqual([
    expect.stringMatching(/"store block" \w+ lacks mesh\.tenant=acme$/),
  ]);
});

test('baggage that the run did not record is on no span', () => {
  const attributes = { 'mesh.tenant': 'acme', 'mesh.tier': 'gold' };
  const { problems } = checkBaggage(withSpan(named('loader', names.spans.store, 'INTERNAL'), { attributes }));
  expect(problems).toEqual([expect.stringContaining('carries mesh.tier')]);
});

test('the spans of the caller may have another tenant than the one it proved', () => {
  const attributes = { 'mesh.tenant': 'root', 'mesh.debug': 'true' };
  const evidence = withSpan(({ service, parentSpanId }) => service === 'meshctl' && !parentSpanId, {
    attributes,
  });
  expect(checkBaggage(evidence).problems).toEqual([]);
});

test('baggage that was sent but is not on the allow-list is on no span', () => {
  const { problems } = checkBaggage(
    withSpan(({ parentSpanId }) => parentSpanId === undefined, {
      attributes: { 'mesh.tenant': 'acme', ...withheldAttributes(['user.email']), 'user.email': 'a@b.c' },
    }),
  );
  expect(problems).toEqual([expect.stringContaining('carries user.email')]);
});
