/** A program that telemetry is read back from, and the variable that says where it is. */
export interface TelemetryStore {
  readonly program: string;
  readonly url: URL;
  readonly variable: string;
}

/** Grafana's stack. */
export interface Lgtm {
  /** Where a person looks; absent: nowhere. */
  readonly grafana?: URL;
  readonly tempo: TelemetryStore;
  readonly loki: TelemetryStore;
  readonly prometheus: TelemetryStore;
}
