import { startBackend } from '@prime-mesh/lab/mesh';
import { serveFlags } from '@prime-mesh/lab/processes';
import { interleave, runScript, type Times } from './measure.ts';
import type { Row } from './report.ts';

const ROUNDS = 3;
const BARE_CALLS = 8_000;
const BLOCK_CALLS = 200;
const BLOCK_BYTES = 2 * 2 ** 20;
const script = new URL('./rpc-once.ts', import.meta.url);
const flags = serveFlags('apps/extractor');

/** Bare unary calls a second, and what a megabyte of payload costs; client and server share one process. */
export async function benchRpc(): Promise<Row[]> {
  await using backend = await startBackend();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: backend.otlpEndpoint };
  const bare = async (...preload: readonly string[]): Promise<Times> =>
    runScript(script, [String(BARE_CALLS), '0'], [...flags, ...preload], env);
  const [silent, traced, block] = await interleave(ROUNDS, [
    async () => bare(),
    async () => bare('--import', '@prime-mesh/telemetry/register'),
    async () => runScript(script, [String(BLOCK_CALLS), String(BLOCK_BYTES)], flags),
  ]);
  if (!silent || !traced || !block) return [];
  const each = ({ user, wall }: Times): string =>
    `${Math.round(BARE_CALLS / wall)} calls/s, ${Math.round((user / BARE_CALLS) * 1e6)} µs CPU each`;
  const perMegabyte = (block.user / ((BLOCK_CALLS * BLOCK_BYTES) / 1e6)) * 1e3;
  return [
    { figure: 'bare unary call, no telemetry', ours: each(silent) },
    { figure: 'bare unary call, telemetry on', ours: each(traced), ratio: traced.user / silent.user },
    { figure: 'gRPC payload, 2 MiB a call', ours: `${perMegabyte.toFixed(2)} ms CPU/MB` },
  ];
}
