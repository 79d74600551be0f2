import { serveFlags, startBackend } from '@prime-mesh/harness';
import { interleave, runScript, type Times } from './measure.ts';
import type { Row } from './report.ts';

const rounds = 3;
const bareCalls = 8_000;
const blockCalls = 200;
const blockBytes = 2 * 2 ** 20;
const script = new URL('./rpc-once.ts', import.meta.url);
const flags = serveFlags('apps/extractor');

/** Measures bare unary calls a second, and the CPU for a megabyte of payload. Client and server share one process. */
export async function benchRpc(): Promise<Row[]> {
  await using backend = await startBackend();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: backend.otlpEndpoint };
  const bare = async (...preload: readonly string[]): Promise<Times> =>
    runScript(script, [String(bareCalls), '0'], [...flags, ...preload], env);
  const [silent, traced, block] = await interleave(rounds, [
    async () => bare(),
    async () => bare('--import', '@prime-mesh/telemetry/register'),
    async () => runScript(script, [String(blockCalls), String(blockBytes)], flags),
  ]);
  if (!silent || !traced || !block) return [];
  const each = ({ user, wall }: Times): string =>
    `${Math.round(bareCalls / wall)} calls/s, ${Math.round((user / bareCalls) * 1e6)} µs CPU each`;
  const perMegabyte = (block.user / ((blockCalls * blockBytes) / 1e6)) * 1e3;
  return [
    { figure: 'bare unary call, no telemetry', ours: each(silent) },
    { figure: 'bare unary call, telemetry on', ours: each(traced), ratio: traced.user / silent.user },
    { figure: 'gRPC payload, 2 MiB a call', ours: `${perMegabyte.toFixed(2)} ms CPU/MB` },
  ];
}
