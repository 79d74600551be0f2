import { calledAddress } from './addresses.ts';
import type { EnvReader } from './env-reader.ts';

/** Reads where a service is called: at its `_ADDRESS`, or else where it listens by its `_HOST` and `_PORT`. */
export function readServiceAddress(env: EnvReader, prefix: string, defaultPort: number): string {
  const host = env.host(`${prefix}_HOST`, { default: '127.0.0.1' });
  const port = env.port(`${prefix}_PORT`, { default: defaultPort });
  return env.address(`${prefix}_ADDRESS`, { default: calledAddress(host, port) });
}
