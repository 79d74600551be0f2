import { embeddedBackend, grafanaBackend, type Backend } from '@prime-mesh/backends';
import type { Config } from '../config/config.ts';
import { callerWords } from '../terminal/caller-words.ts';

/** The backend that telemetry is read back from. */
export function chooseBackend({ lgtm, backendUrl, backendPage }: Config): Backend {
  return lgtm
    ? grafanaBackend(lgtm)
    : embeddedBackend(backendUrl, `${callerWords().startBackend} or set MESHCTL_BACKEND`, backendPage);
}
