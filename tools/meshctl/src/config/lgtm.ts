import type { Lgtm, TelemetryStore } from '@prime-mesh/backends';
import type { EnvReader } from '@prime-mesh/config';
import { unescape } from 'node:querystring';

/** What a variable must look like that names a page or an API. */
export const httpUrl = /https?:\/\/[^\s/@]+(\/\S*)?/;
/** The same, where a login may stand before the host. */
const httpUrlWithLogin = /https?:\/\/([^\s/]*@)?[^\s/@]+(\/\S*)?/;

/** A header holds no other characters. */
const visible = /^[!-~]*$/;

/** A place without its login, and the header that the login becomes. */
type Place = Pick<TelemetryStore, 'url' | 'authorization'>;

/**
 * Reads where Grafana's stack is; undefined if none of its variables is set. A store without a variable of its own is
 * read through Grafana, or, without Grafana, where Compose publishes it. A login in a URL goes into a header and is in
 * no link or message.
 */
export function readLgtm(env: EnvReader): Lgtm | undefined {
  const place = (variable: string): Place | undefined => readPlace(env, variable);
  const grafana = withToken(env, place('MESHCTL_GRAFANA'));
  const tempo = place('MESHCTL_TEMPO');
  const loki = place('MESHCTL_LOKI');
  const prometheus = place('MESHCTL_PROMETHEUS');
  if (![grafana, tempo, loki, prometheus].some((each) => each !== undefined)) return undefined;
  const store = (program: string, own: Place | undefined, port: number): TelemetryStore => {
    const variable = `MESHCTL_${program.toUpperCase()}`;
    if (own !== undefined) return { program, variable, ...own };
    if (grafana === undefined) return { program, variable, url: new URL(`http://localhost:${port}`) };
    const proxy = `api/datasources/proxy/uid/${program.toLowerCase()}`;
    const url = new URL(`${grafana.url.href.replace(/\/+$/, '')}/${proxy}`);
    return { ...grafana, program, url, variable: 'MESHCTL_GRAFANA' };
  };
  return {
    ...(grafana && { grafana: grafana.url }),
    tempo: store('Tempo', tempo, 3200),
    loki: store('Loki', loki, 3100),
    prometheus: store('Prometheus', prometheus, 9090),
  };
}

function readPlace(env: EnvReader, variable: string): Place | undefined {
  const text = env.string(variable, { default: '', pattern: httpUrlWithLogin });
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url };
  const login = [username, password].map((part) => unescape(part)).join(':');
  return { url, authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** The token of a service account of Grafana stands in a variable of its own, as it is no part of an address. */
function withToken(env: EnvReader, grafana: Place | undefined): Place | undefined {
  const token = env.string('MESHCTL_GRAFANA_TOKEN', { default: '' });
  if (token === '') return grafana;
  const name = 'MESHCTL_GRAFANA_TOKEN'; // its value is in no message
  if (!visible.test(token)) env.refuse(`${name} must be visible ASCII`);
  if (grafana === undefined) env.refuse(`${name} needs MESHCTL_GRAFANA`);
  if (grafana?.authorization !== undefined)
    env.refuse(`${name} and a login in MESHCTL_GRAFANA exclude each other`);
  return grafana && { ...grafana, authorization: `Bearer ${token}` };
}
