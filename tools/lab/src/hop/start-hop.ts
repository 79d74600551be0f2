import { start } from '@prime-mesh/harness';
import { fileURLToPath } from 'node:url';
import type { NodeSdkOptions } from './node-sdk.ts';

/** How a hop is set up. */
export interface HopSettings {
  /** Also its `service.name`. */
  readonly name: string;
  /** `product`: our preload; an object: NodeSDK as tutorials have it; `none`: no telemetry at all. */
  readonly sdk?: 'product' | 'none' | NodeSdkOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** How the program imports grpc-js: `import * as grpc` or `import grpc`. */
  readonly importStyle?: 'namespace' | 'default';
  /** How it makes clients: from the class Client, or as generated code does. */
  readonly clientStyle?: 'class' | 'generated';
}

/** A running hop. */
export interface Hop {
  readonly name: string;
  readonly port: number;
  /** What it has written so far to both streams. */
  output(): string;
  /** Lets it export its telemetry and exit. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('hop.ts', import.meta.url));
/** The line that a hop writes when it can be called. */
const listening = /^listening on (\d+)$/m;
/** Longer than the last export may take, ms. */
const stopBudgetMs = 30_000;
const preloads = {
  product: import.meta.resolve('@prime-mesh/telemetry/register'),
  nodeSdk: new URL('node-sdk.ts', import.meta.url).href,
};

function preloadOf(sdk: HopSettings['sdk']): string[] {
  if (sdk === 'none') return [];
  return ['--import', typeof sdk === 'object' ? preloads.nodeSdk : preloads.product];
}

/** Removes the variables of this process that would change an experiment. */
function withoutOurs(): Record<string, undefined> {
  const ours = Object.keys(process.env).filter((name) =>
    /^(OTEL_|NODE_OPTIONS$|VITEST|\w+_proxy$)/.test(name),
  );
  return Object.fromEntries(ours.map((name) => [name, undefined]));
}

/**
 * Starts a hop in a process and on a port of its own.
 * @param otlpEndpoint receives its telemetry
 */
export async function startHop(
  { name, sdk = 'product', env = {}, importStyle = 'namespace', clientStyle = 'class' }: HopSettings,
  otlpEndpoint: string,
): Promise<Hop> {
  const hop = start(['node', ...preloadOf(sdk), program], {
    name: `hop ${name}`,
    env: {
      ...withoutOurs(),
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
      LAB_IMPORT: importStyle,
      LAB_CLIENT: clientStyle,
      LAB_SDK: JSON.stringify(typeof sdk === 'object' ? sdk : {}),
      ...env,
    },
    input: 'open',
  });
  const stop = async (): Promise<void> => {
    hop.child.stdin.end();
    await hop.within(stopBudgetMs, 'after its standard input did');
  };
  try {
    await hop.until(listening);
  } catch (error) {
    await stop();
    throw error;
  }
  const port = Number(listening.exec(hop.output())?.[1]);
  return { name, port, output: () => hop.output(), stop };
}
