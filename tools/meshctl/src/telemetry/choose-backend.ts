import { embeddedBackend, grafanaBackend, type Backend } from '@prime-mesh/backends';
import type { Config } from '../config/config.ts';

const embeddedRemedy = 'start it with "meshctl up" or set MESHCTL_BACKEND';

/** The backend that telemetry is read back from. */
export function chooseBackend({ lgtm, backendUrl }: Config): Backend {
  return lgtm ? grafanaBackend(lgtm) : embeddedBackend(backendUrl, embeddedRemedy);
}
