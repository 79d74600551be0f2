import { metricSeries } from '@prime-mesh/backends/embedded';
import { experiment } from '../../experiment.ts';
import { runWith, spansOf, startRunWith } from '../../mesh-run.ts';
import { until, type Mesh } from '@prime-mesh/harness';

/** Makes every block hold the only slot for a while, however fast the machine is. */
const busy = { 'mesh.fault.extractor': 'cpu:20ms' } as const;
const blocks = ['--from', '10^12', '--block', '16384'] as const;

/** Mean time in the queue of the extractor's slots by tier, ms. */
async function meanWaitMs(mesh: Mesh, tier: string): Promise<number> {
  const ask = async (): Promise<number> => {
    const series = (await metricSeries(mesh.backend.url, 'mesh.worker.wait.duration')).filter(
      ({ service, attributes }) =>
        service === 'extractor' &&
        attributes['mesh.tier'] === tier &&
        attributes['mesh.pool'] === 'block slots',
    );
    const points = series.flatMap((one) => one.points.at(-1) ?? []);
    const sum = (of: 'sum' | 'count'): number => points.reduce((total, point) => total + (point[of] ?? 0), 0);
    return (1e3 * sum('sum')) / sum('count');
  };
  return until(`the wait of ${tier}`, ask, (ms) => !Number.isNaN(ms));
}

async function isUnderWay(mesh: Mesh): Promise<boolean> {
  const { json } = await mesh.meshctl('show', 'latest', '--json');
  return Number(json['blocks_stored']) > 2;
}

export const contention = experiment({
  name: 'contention',
  question: 'Who waits behind whom?',
  did: 'The three services with one extractor thread, where every block takes 20 ms of CPU time. A long run of tenant hobby, tier free, keeps it busy with 8 blocks at once. Meanwhile there is a short run of tenant acme, tier gold.',
  expected: {
    'the run of acme': 'succeeds',
    'the run of hobby meanwhile': 'goes on',
    'its spans waited behind': 'hobby, free',
    'mean wait of gold': 'less than that of free',
  },
  async run(lab) {
    const mesh = await lab.startMesh({ extractor: { EXTRACTOR_THREADS: '1', EXTRACTOR_SLOTS: '1' } }, 'own');
    const args = [...blocks, '--count=10^12', '--in-flight=8'];
    const endless = startRunWith(mesh, { 'mesh.tenant': 'hobby', 'mesh.tier': 'free', ...busy }, args);
    await until('blocks of hobby', async () => isUnderWay(mesh));
    const baggage = { 'mesh.tenant': 'acme', 'mesh.tier': 'gold', ...busy };
    const gold = await runWith(mesh, baggage, [...blocks, '--count', '8_000_000', '--in-flight=2']);
    const isEndless = endless.child.exitCode === null;
    const spans = await spansOf(mesh, gold.traceId, 'extractor', /\/Extract$/);
    const waits = spans.flatMap(({ events }) => events.filter(({ name }) => name === 'queue.waited'));
    const behind = new Set(waits.flatMap(({ attributes }) => [attributes['mesh.queue.behind']].flat()));
    const [goldMs, freeMs] = [await meanWaitMs(mesh, 'gold'), await meanWaitMs(mesh, 'free')];
    lab.show(`mean wait: gold ${goldMs.toFixed(1)} ms, free ${freeMs.toFixed(1)} ms`);
    await endless.stop('SIGINT');
    return {
      'the run of acme': gold.code === 0 ? 'succeeds' : gold.stderr,
      'the run of hobby meanwhile': isEndless ? 'goes on' : endless.output(),
      'its spans waited behind': behind.has('hobby, free') ? 'hobby, free' : JSON.stringify([...behind]),
      'mean wait of gold': goldMs < freeMs ? 'less than that of free' : `${goldMs} ms, free ${freeMs} ms`,
    };
  },
  why: 'A span that waits looks like a span that works. The queue knows who holds its slot and who is first in line, because each request brought its baggage. It records both in an event on the span, and it orders by tier.',
  production:
    'Record the wait separately from the work, with those it was behind. The queue has to let old requests of low tiers in from time to time, or gold starves free.',
});
