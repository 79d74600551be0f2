// Client and server in one process over loopback: `rpc-once.ts CALLS PAYLOAD_BYTES`. Prints wall and CPU time.
import { encodeBlock, Extractor, receiveBlock } from '@prime-mesh/contracts';
import { bind, createClient, startServer, unary } from '@prime-mesh/mesh';
import { shutdownTelemetry } from '@prime-mesh/telemetry';

const inFlight = 4;
const [calls = 0, payloadBytes = 0] = process.argv.slice(2).map(Number);
const bitmap = new Uint8Array(payloadBytes).fill(0xa5);
const slot = new Uint8Array(payloadBytes);
const services = [bind(Extractor, { Extract: unary(() => ({ block: encodeBlock(0n, bitmap, 0n) })) })];
await using server = await startServer({ host: '127.0.0.1', port: 0, services });
await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 60_000 });

async function run(count: number): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const { block } = await client.unary('Extract', { range: { from: '0', to: '30' } });
      receiveBlock(block, 0n, slot);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

await run(Math.ceil(calls / 4));
const startedAt = performance.now();
const before = process.cpuUsage();
await run(calls);
const { user, system } = process.cpuUsage(before);
const wall = (performance.now() - startedAt) / 1e3;
process.stdout.write(`${JSON.stringify({ user: (user + system) / 1e6, wall })}\n`);
await shutdownTelemetry();
