import type { Lgtm, TelemetryStore } from '@prime-mesh/backends';
import type { EnvReader } from '@prime-mesh/config';

/** What a variable must look like that names a page or an API. */
export const httpUrl = /https?:\/\/[^\s/]\S*/;

/**
 * Reads where Grafana's stack is; undefined if none of its variables is set. A store without a variable of its own is
 * read through Grafana, or, without Grafana, where Compose publishes it.
 */
export function readLgtm(env: EnvReader): Lgtm | undefined {
  const grafana = env.string('MESHCTL_GRAFANA', { default: '', pattern: httpUrl });
  const tempo = env.string('MESHCTL_TEMPO', { default: '', pattern: httpUrl });
  const loki = env.string('MESHCTL_LOKI', { default: '', pattern: httpUrl });
  const prometheus = env.string('MESHCTL_PROMETHEUS', { default: '', pattern: httpUrl });
  if (![grafana, tempo, loki, prometheus].some((url) => URL.canParse(url))) return undefined;
  const store = (program: string, own: string, port: number): TelemetryStore => {
    const variable = `MESHCTL_${program.toUpperCase()}`;
    if (own !== '' || grafana === '')
      return { program, url: new URL(own || `http://localhost:${port}`), variable };
    const proxy = `api/datasources/proxy/uid/${program.toLowerCase()}`;
    const url = new URL(`${grafana.replace(/\/+$/, '')}/${proxy}`);
    return { program, url, variable: 'MESHCTL_GRAFANA' };
  };
  return {
    ...(grafana !== '' && { grafana: new URL(grafana) }),
    tempo: store('Tempo', tempo, 3200),
    loki: store('Loki', loki, 3100),
    prometheus: store('Prometheus', prometheus, 9090),
  };
}
