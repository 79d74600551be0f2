export { calledAddress, calledHost, hostPort } from './addresses.ts';
export { readBaggageConfig } from './baggage-config.ts';
export { ConfigError } from './config-error.ts';
export { endProcess } from './end-process.ts';
export { EnvReader } from './env-reader.ts';
export { otlpEndpointForms, parseOtlpEndpoint, type OtlpEndpoint } from './otlp-endpoint.ts';
export { makeOwnDirectory } from './own-directory.ts';
export { runWithConfig } from './run-with-config.ts';
export { readTlsConfig } from './tls-config.ts';
