/** Hosts that mean this machine, under the name that certificates for it have. */
const thisMachine = new Set(['127.0.0.1', '0.0.0.0', '::']);

/** `host:port`, with brackets around the host where they are needed. */
export function hostPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * The host to call where a server listens on `host`: every address of this machine is listened on under the wildcards,
 * and none of them can be called.
 */
export function calledHost(host: string): string {
  return thisMachine.has(host) ? 'localhost' : host;
}

/** The address to call where a server listens on `host` and `port`. */
export function calledAddress(host: string, port: number): string {
  return hostPort(calledHost(host), port);
}
