import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { NodeSdkOptions } from '../setups/node-sdk.ts';

/** How a hop is set up. */
export interface HopSettings {
  /** Also its `service.name`. */
  readonly name: string;
  /** `product`: our preload; an object: NodeSDK as tutorials have it; `none`: no telemetry at all. */
  readonly sdk?: 'product' | 'none' | NodeSdkOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** How the program imports grpc-js: `import * as grpc` or `import grpc`. */
  readonly importStyle?: 'namespace' | 'default';
  /** How it makes clients: of the class Client, or as generated code does. */
  readonly clientStyle?: 'class' | 'generated';
}

/** A running hop. */
export interface Hop {
  readonly name: string;
  readonly port: number;
  /** What it wrote, both streams. */
  output(): string;
  /** Lets it send its telemetry and end. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('hop.ts', import.meta.url));
const preloads = {
  product: import.meta.resolve('@prime-mesh/telemetry/register'),
  nodeSdk: new URL('../setups/node-sdk.ts', import.meta.url).href,
};

function preloadOf(sdk: HopSettings['sdk']): string[] {
  if (sdk === 'none') return [];
  return ['--import', typeof sdk === 'object' ? preloads.nodeSdk : preloads.product];
}

/** Variables of this process, without those that would reach into an experiment. */
function inherited(): NodeJS.ProcessEnv {
  // oxlint-disable-next-line node/no-process-env -- what a shell would hand on
  const all = Object.entries(process.env);
  return Object.fromEntries(all.filter(([name]) => !/^(OTEL_|NODE_OPTIONS$|VITEST)/.test(name)));
}

/** Starts a hop on a port of its own, as a process of its own. @param otlpEndpoint where its telemetry goes. */
export async function startHop(
  { name, sdk = 'product', env = {}, importStyle = 'namespace', clientStyle = 'class' }: HopSettings,
  otlpEndpoint: string,
): Promise<Hop> {
  const child = spawn(process.execPath, [...preloadOf(sdk), program], {
    env: {
      ...inherited(),
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
      LAB_IMPORT: importStyle,
      LAB_CLIENT: clientStyle,
      LAB_SDK: JSON.stringify(typeof sdk === 'object' ? sdk : {}),
      ...env,
    },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {}); // it has ended already
  let text = '';
  const { promise: port, resolve, reject } = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [, found] = /^listening on (\d+)$/m.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  }
  const exited = once(child, 'exit');
  void exited.then(() => reject(new Error(`hop ${name} ended before it listened:\n${text}`)));
  return {
    name,
    port: await port,
    output: () => text,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
