import type { Api } from './get-json.ts';

/** A program that telemetry is read from, with the environment variable that sets its address. */
export interface TelemetryStore extends Api {
  readonly program: string;
  readonly variable: string;
}

/** Addresses of Grafana's stack. */
export interface Lgtm {
  /** Address of Grafana itself; absent if there is none. */
  readonly grafana?: URL;
  readonly tempo: TelemetryStore;
  readonly loki: TelemetryStore;
  readonly prometheus: TelemetryStore;
}
