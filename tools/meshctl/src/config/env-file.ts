import { ConfigError } from '@prime-mesh/config';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * Adds the variables of the `.env` of the checkout, or of the file that MESHCTL_ENV_FILE names, to an environment. What
 * is set there already stays, even if it is empty: so do Compose and Nx, which read the same file.
 * @throws {ConfigError} if the file cannot be read, or is named and missing
 */
export function addEnvFile(environment: NodeJS.ProcessEnv, directory: string): void {
  const named = environment['MESHCTL_ENV_FILE'];
  const path = named || join(directory, '.env');
  if (!named && !existsSync(path)) return;
  for (const [name, value] of Object.entries(read(path))) environment[name] ??= value;
}

function read(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${path} must be a file of lines NAME=value: ${reason}`]);
  }
}
