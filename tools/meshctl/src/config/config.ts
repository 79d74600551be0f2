import { calledAddress, EnvReader, readTlsConfig } from '@prime-mesh/config';
import type { Service } from '@prime-mesh/telemetry/names';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addEnvFile } from './env-file.ts';
import { httpUrl, readLgtm } from './lgtm.ts';

/** The repository: the mesh is started from there. */
export const rootDirectory = fileURLToPath(new URL('../../../..', import.meta.url));

/** Nx, which starts the services; an image is made without it. */
export const nxPath = join(rootDirectory, 'node_modules/.bin/nx');

/** A port of the mesh, and the variable that moves it. */
export interface Port {
  readonly owner: string;
  /** What the names of its variables begin with. */
  readonly prefix: string;
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

/** Environment of the command line. */
export type Config = ReturnType<typeof readConfig>;

/**
 * Adds the .env of the checkout to the environment of this process, and reads the configuration from it.
 * @throws {ConfigError} that names every bad variable
 */
export function loadConfig(): Config {
  addEnvFile(process.env, rootDirectory);
  return readConfig();
}

/** @throws {ConfigError} that names every bad variable */
export function readConfig(source: NodeJS.ProcessEnv = process.env) {
  const env = new EnvReader(source);
  const port = (owner: string, prefix: string, variable: string, fallback: number): Port => ({
    owner,
    prefix,
    variable,
    host: env.host(`${prefix}_HOST`, { default: '127.0.0.1' }),
    port: env.port(variable, { default: fallback }),
  });
  const services = {
    extractor: port('extractor', 'EXTRACTOR', 'EXTRACTOR_PORT', 50_051),
    transformer: port('transformer', 'TRANSFORMER', 'TRANSFORMER_PORT', 50_052),
    loader: port('loader', 'LOADER', 'LOADER_PORT', 50_053),
  } satisfies Record<Service, Port>;
  const { extractor, transformer, loader } = services;
  const receiver = port('OTLP of the embedded backend', 'DEVTOOLS', 'DEVTOOLS_OTLP_PORT', 4317);
  const lgtm = readLgtm(env);
  const page = port('page of the embedded backend', 'DEVTOOLS', 'DEVTOOLS_PORT', 4318);
  const backendUrl = env.string('MESHCTL_BACKEND', {
    default: `http://${addressOf(page)}`,
    pattern: httpUrl,
  });
  return env.done({
    services: Object.values(services),
    receiver,
    page,
    extractorAddress: env.address('EXTRACTOR_ADDRESS', { default: addressOf(extractor) }),
    transformerAddress: env.address('TRANSFORMER_ADDRESS', { default: addressOf(transformer) }),
    loaderAddress: env.address('LOADER_ADDRESS', { default: addressOf(loader) }),
    tls: readTlsConfig(env, { isServer: false }),
    /** Where all telemetry goes. */
    otlpEndpoint: env.endpoint('OTEL_EXPORTER_OTLP_ENDPOINT', { default: `http://${addressOf(receiver)}` }),
    /** The embedded backend, where telemetry is read back unless `lgtm` is there. */
    backendUrl,
    /** Where a browser of the reader finds the page of the embedded backend. */
    backendPage: env.string('MESHCTL_BACKEND_PAGE', { default: backendUrl, pattern: httpUrl }),
    /** Grafana's stack, if it is where telemetry is read back. An embedded backend that is named wins. */
    lgtm: source['MESHCTL_BACKEND'] ? undefined : lgtm,
    isTelemetryOff: source['OTEL_SDK_DISABLED']?.toLowerCase() === 'true',
    /** Where a running mesh is remembered. */
    stateDirectory: env.directory('MESHCTL_STATE_DIR', { default: join(rootDirectory, '.meshctl') }),
  });
}

function addressOf({ host, port }: Port): string {
  return calledAddress(host, port);
}

/** Environment of the services: every part finds the others where this configuration says. */
export function meshEnvironment(config: Config): NodeJS.ProcessEnv {
  const { OTEL_SERVICE_NAME: _ownName, ...inherited } = process.env;
  const ports = [...config.services, config.receiver, config.page];
  return {
    ...inherited,
    // The services run on the Node that runs this, whatever the shell would find.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
    NX_DAEMON: 'false',
    // The .env has been read, and Nx would read more files than Compose and meshctl do.
    NX_LOAD_DOT_ENV_FILES: 'false',
    ...Object.fromEntries(
      ports.flatMap(({ prefix, host, variable, port }) => [
        [`${prefix}_HOST`, host],
        [variable, `${port}`],
      ]),
    ),
    EXTRACTOR_ADDRESS: config.extractorAddress,
    TRANSFORMER_ADDRESS: config.transformerAddress,
    OTEL_EXPORTER_OTLP_ENDPOINT: config.otlpEndpoint,
  };
}

/**
 * Makes this process report as meshctl, to where the services report, or nowhere. Call it before the SDK starts.
 * @param isOff baggage still travels, but nothing is recorded
 */
export function setOwnTelemetry({ otlpEndpoint }: Config, { isOff }: { isOff: boolean }): void {
  process.env['OTEL_SERVICE_NAME'] = 'meshctl';
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = otlpEndpoint;
  if (isOff) process.env['OTEL_SDK_DISABLED'] = 'true';
}
