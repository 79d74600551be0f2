import type { Backend } from './backend.ts';
import type { Config } from './config.ts';
import { embeddedBackend } from './embedded-backend.ts';
import { grafanaBackend } from './grafana-backend.ts';

/** The backend that telemetry is read back from. */
export function chooseBackend({ lgtm, backendUrl }: Config): Backend {
  return lgtm ? grafanaBackend(lgtm) : embeddedBackend(backendUrl);
}
