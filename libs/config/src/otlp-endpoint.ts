/** Where OTLP over gRPC goes. */
export interface OtlpEndpoint {
  /** The same place in a form that the exporters dial. */
  readonly target: string;
  /** `http` is in the clear, `https` is TLS; without either, OTEL_EXPORTER_OTLP_INSECURE decides. */
  readonly scheme: 'http' | 'https' | undefined;
  /** Where a connection is made: at a host, without brackets, or at a socket file. */
  readonly at: { readonly host: string; readonly port: number } | { readonly path: string };
}

/** The forms of OTEL_EXPORTER_OTLP_ENDPOINT, for messages: it completes the sentence "… must be". */
export const otlpEndpointForms =
  'http://host:port, https://host[:port], host[:port], dns:///host[:port] or unix:///path';

/** What gRPC dials where no port is given, with TLS or without. */
const grpcPort = 443;

/**
 * Reads an endpoint as the exporters of OTLP over gRPC do; undefined if they could not dial it. A path after the port
 * means nothing to gRPC and is ignored. They drop port 80 from an http URL and dial 443 then: that is refused.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function parseOtlpEndpoint(text: string): OtlpEndpoint | undefined {
  const trimmed = text.trim();
  const socket = /^unix:\/\/(\/[^\s]+)$/.exec(trimmed);
  if (socket?.[1] !== undefined) return { target: trimmed, scheme: undefined, at: { path: socket[1] } };
  const [, scheme, rest = ''] = /^(?:(https?):\/\/|dns:\/\/\/)?(.*)$/i.exec(trimmed) ?? [];
  const authority = rest.replace(/\/.*$/, '');
  const [, bracketed, name, digits] =
    /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(authority) ?? [];
  const host = bracketed ?? name;
  const port = digits === undefined ? grpcPort : Number(digits);
  const known = scheme?.toLowerCase() as 'http' | 'https' | undefined; // the pattern has no other
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  if (!URL.canParse(`http://${authority}`) || (known === 'http' && port === 80)) return undefined;
  return { target: known ? `${known}://${authority}` : authority, scheme: known, at: { host, port } };
}
