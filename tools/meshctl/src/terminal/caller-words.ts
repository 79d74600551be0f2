import { existsSync } from 'node:fs';
import { nxPath } from '../config/config.ts';

/** What a message tells somebody to type, by where meshctl runs. */
export interface CallerWords {
  /** How a command of meshctl is typed, such as `show latest`. */
  readonly command: (line: string) => string;
  /** What to do about a mesh that does not answer. */
  readonly startMesh: string;
  /** What to do about an embedded backend that does not answer. */
  readonly startBackend: string;
}

/** Whether a mesh can be started from here: an image has the command line alone. */
export const isCheckout = existsSync(nxPath);

/** @param hasNx whether meshctl runs in a checkout, and not in a container of Compose */
export function callerWords(hasNx: boolean = isCheckout): CallerWords {
  if (hasNx) {
    return {
      command: (line) => `meshctl ${line}`,
      startMesh: 'start the mesh with "meshctl up"',
      startBackend: 'start it with "meshctl up"',
    };
  }
  return {
    command: (line) => `docker compose run --rm demo ${line}`,
    startMesh: 'see "docker compose ps", start what is missing with "docker compose up --detach"',
    startBackend: 'see "docker compose ps"',
  };
}
