import { runWithConfig } from '@prime-mesh/config';
import { readConfig, type Config } from './config.ts';
import { startDevtools } from './devtools.ts';
import { PortError } from './free-ports.ts';

await runWithConfig(readConfig, serve);

async function serve(config: Config): Promise<void> {
  const stopped = stopSignal();
  try {
    await using devtools = await startDevtools(config);
    process.stdout.write(`devtools: page ${devtools.url} OTLP/gRPC ${devtools.otlpAddress}\n`);
    await stopped;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Resolves at the first SIGINT or SIGTERM; supervisors send several, so the later ones are ignored. */
async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}
