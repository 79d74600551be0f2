import { isIP } from 'node:net';

/**
 * Keeps grpc-js from asking a proxy for an endpoint on this machine, of which a proxy knows nothing. Other endpoints
 * follow `grpc_proxy`, `https_proxy`, `http_proxy` and `no_proxy`.
 *
 * Upstream: the OTLP exporters (0.223) pass no channel options, with which a channel leaves the proxy alone. What is left
 * is the variable that grpc-js reads for each channel. It goes when they take `grpc.enable_http_proxy`, or when grpc-js
 * knows loopback.
 * @see https://github.com/grpc/grpc/blob/master/doc/environment_variables.md
 */
export function reachDirectly(endpoint: string, env: NodeJS.ProcessEnv = process.env): void {
  const host = hostOf(endpoint);
  if (!isLoopback(host)) return;
  const known = (env['no_grpc_proxy'] || env['no_proxy'] || '').split(',').filter(Boolean);
  env['no_grpc_proxy'] = [...known, host].join(',');
}

function hostOf(endpoint: string): string {
  const url = URL.parse(/^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`);
  return url?.hostname.replaceAll(/[[\]]/g, '') ?? '';
}

function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.')) || /(^|\.)localhost$/.test(host);
}
