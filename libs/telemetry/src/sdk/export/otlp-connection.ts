import { diag } from '@opentelemetry/api';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { OtlpEndpoint } from '@prime-mesh/config';
import { readFileSync } from 'node:fs';
import { oneLine } from '../diagnostics.ts';
import type { Settings } from '../environment/variables.ts';
import type { Grpc } from '../grpc-js/instrument-grpc.ts';
import { reachDirectly } from '../grpc-js/reach-directly.ts';

type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/** Where telemetry goes unless a variable says otherwise. */
const defaultEndpoint: Pick<OtlpEndpoint, 'target' | 'scheme'> = {
  target: 'http://localhost:4317',
  scheme: 'http',
};

/** How the exporter of one signal reaches the backend. */
export interface OtlpConnection {
  /** What the exporter dials. */
  readonly url: string;
  readonly credentials: ChannelCredentials;
}

// The scheme of the endpoint decides, and INSECURE only where there is none, as the specification says.
function isInTheClear(settings: Settings, signal: Signal, scheme: OtlpEndpoint['scheme']): boolean {
  if (scheme !== undefined) return scheme === 'http';
  const insecure = settings[`OTEL_EXPORTER_OTLP_${signal}_INSECURE`] ?? settings.OTEL_EXPORTER_OTLP_INSECURE;
  return insecure === 'true';
}

function tlsCredentials(settings: Settings, signal: Signal, { credentials }: Grpc): ChannelCredentials {
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

/** Makes the connection that the OTEL_EXPORTER_OTLP_* variables of a signal ask for. */
export function otlpConnection(settings: Settings, signal: Signal, grpc: Grpc): OtlpConnection {
  const { target: url, scheme } =
    settings[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] ??
    settings.OTEL_EXPORTER_OTLP_ENDPOINT ??
    defaultEndpoint;
  reachDirectly(url);
  const credentials = isInTheClear(settings, signal, scheme)
    ? grpc.credentials.createInsecure()
    : tlsCredentials(settings, signal, grpc);
  return { url, credentials };
}
