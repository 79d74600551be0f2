import { diag } from '@opentelemetry/api';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { oneLine } from '../diagnostics.ts';
import type { Settings } from '../environment/variables.ts';
import type { Grpc } from '../grpc-js/instrument-grpc.ts';
import { reachDirectly } from '../grpc-js/reach-directly.ts';

type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/**
 * Makes the credentials with which the exporter of one signal connects. The scheme of the endpoint decides, and INSECURE
 * only where there is none, as the specification says.
 */
export function credentialsFrom(
  settings: Settings,
  signal: Signal,
  { credentials }: Grpc,
): ChannelCredentials {
  const endpoint =
    settings[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] ??
    settings.OTEL_EXPORTER_OTLP_ENDPOINT ??
    'http://localhost:4317';
  reachDirectly(endpoint);
  const isInsecure =
    settings[`OTEL_EXPORTER_OTLP_${signal}_INSECURE`] ?? settings.OTEL_EXPORTER_OTLP_INSECURE;
  const hasScheme = /^https?:\/\//.test(endpoint);
  if (endpoint.startsWith('http://') || (!hasScheme && isInsecure === 'true'))
    return credentials.createInsecure();
  const read = (name: 'CERTIFICATE' | 'CLIENT_KEY' | 'CLIENT_CERTIFICATE'): Buffer | null => {
    const path = settings[`OTEL_EXPORTER_OTLP_${signal}_${name}`] ?? settings[`OTEL_EXPORTER_OTLP_${name}`];
    return path === undefined ? null : readFileSync(path);
  };
  try {
    return credentials.createSsl(read('CERTIFICATE'), read('CLIENT_KEY'), read('CLIENT_CERTIFICATE'));
  } catch (error) {
    diag.warn(`the OTEL_EXPORTER_OTLP certificates for ${signal} are invalid, none used: ${oneLine(error)}`);
    return credentials.createSsl();
  }
}
