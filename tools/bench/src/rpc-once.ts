// Client and server in one process over loopback: `rpc-once.ts CALLS PAYLOAD_BYTES`. Prints wall and CPU time.
import { Extractor } from '@prime-mesh/contracts';
import { bind, createClient, startServer, unary } from '@prime-mesh/mesh';

const IN_FLIGHT = 4;
const [calls = 0, payloadBytes = 0] = process.argv.slice(2).map(Number);
const bitmap = Buffer.alloc(payloadBytes, 0xa5);
const services = [bind(Extractor, { Extract: unary(() => ({ block: { base: '0', bitmap } })) })];
await using server = await startServer({ host: '127.0.0.1', port: 0, services });
await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 60_000 });

async function run(count: number): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await client.unary('Extract', { range: { from: '0', to: '30' } });
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

await run(Math.ceil(calls / 4));
const startedAt = performance.now();
const before = process.cpuUsage();
await run(calls);
const { user, system } = process.cpuUsage(before);
const wall = (performance.now() - startedAt) / 1e3;
process.stdout.write(`${JSON.stringify({ user: (user + system) / 1e6, wall })}\n`);
