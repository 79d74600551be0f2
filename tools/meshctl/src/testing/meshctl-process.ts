import { root, start, type Ended, type Started } from '@prime-mesh/harness';
import { join } from 'node:path';

/** A port of the discard service: nothing listens there. */
export const closedAddress = '127.0.0.1:9';

/** Longest time that a command of a test may take, ms. */
const commandBudgetMs = 50_000;

/** Keeps a command away from any mesh that this machine may run, and its output plain. */
const away = { NO_COLOR: '1', OTEL_SDK_DISABLED: 'true', LOADER_ADDRESS: closedAddress };

type Environment = Readonly<Record<string, string>>;

/** Starts meshctl as a process of its own. */
export function startMeshctl(args: readonly string[], env: Environment = {}): Started {
  const command = ['node', join(root, 'tools/meshctl/src/main.ts'), ...args];
  return start(command, { name: `meshctl ${args.join(' ')}`, env: { ...away, ...env } });
}

/** Runs meshctl to its end. */
export async function meshctl(args: readonly string[], env?: Environment): Promise<Ended> {
  return startMeshctl(args, env).within(commandBudgetMs);
}
