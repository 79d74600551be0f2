import { getJson, type Api } from './get-json.ts';

/** One series of an instant query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface VectorAnswer {
  readonly data?: {
    readonly result?: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

/**
 * Returns the value of a PromQL query at one moment.
 * @throws {BackendError}
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
export async function prometheusVector(prometheus: Api, query: string, atNs: bigint): Promise<Sample[]> {
  const time = (Number(atNs / 1_000_000n) / 1e3).toFixed(3);
  const answer = (await getJson(prometheus, 'api/v1/query', { query, time })) as VectorAnswer;
  return (answer.data?.result ?? []).map(({ metric, value: [, value] }) => ({
    labels: metric,
    value: Number(value),
  }));
}

/** Turns an OpenTelemetry name into a label of Prometheus and Loki. */
export function labelOf(name: string): string {
  return name.replaceAll(/\W/g, '_');
}
