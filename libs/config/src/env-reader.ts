import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { otlpEndpointForms, parseOtlpEndpoint } from './otlp-endpoint.ts';

interface Default<T> {
  readonly default?: T;
}
interface Bounds {
  readonly min: number;
  readonly max: number;
}

const decimal = /^[+-]?\d+(\.\d+)?$/;
const hostPort = /^(?:\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})$/;
const targetScheme = /^(?:dns:\/\/\/|ipv4:|ipv6:)/;
/** What Kubernetes and Docker put into `NAME_PORT` for a service or a linked container that is called `name`. */
const serviceLink = /^(?:tcp|udp|sctp):\/\//;

/**
 * Reads environment variables and remembers everything that is wrong with them until `done`.
 * A default replaces an absent variable only, and an empty one counts as absent. A bad value is never replaced. Without
 * a default the variable is required.
 */
export class EnvReader {
  readonly #source: Readonly<Record<string, string | undefined>>;
  readonly #problems: string[] = [];

  constructor(source: Readonly<Record<string, string | undefined>>) {
    this.#source = source;
  }

  /** Reads text; `pattern` has to match all of it. */
  string(
    name: string,
    { pattern, ...options }: Default<string> & { readonly pattern?: RegExp } = {},
  ): string {
    const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags);
    return this.#read(name, options, '', `must match ${pattern?.source}`, (raw) =>
      whole === undefined || whole.test(raw) ? raw : undefined,
    );
  }

  /** Reads a base-10 integer in [min, max]. */
  int(name: string, { min, max, ...options }: Default<number> & Bounds): number {
    return this.#read(name, options, 0, `must be an integer in [${min}, ${max}]`, (raw) =>
      Number.isInteger(Number(raw)) ? numberWithin(raw, min, max) : undefined,
    );
  }

  /**
   * Reads a port. A link of Kubernetes or Docker, such as `tcp://10.0.0.7:50051`, is no setting of ours: it counts as
   * absent, and a warning says so.
   */
  port(name: string, options: Required<Default<number>> & { readonly min?: 0 | 1 }): number {
    const raw = this.#source[name] ?? '';
    if (!serviceLink.test(raw)) return this.int(name, { min: 1, ...options, max: 65_535 });
    const text = `${name}=${JSON.stringify(raw)} is a link of Kubernetes or Docker and is ignored: ${options.default} is used`;
    process.emitWarning(text, 'ConfigWarning');
    return options.default;
  }

  /** Reads the name or the address of a host; an IPv6 address may stand in brackets and is returned without. */
  host(name: string, options: Default<string> = {}): string {
    return this.#read(name, options, '', 'must be a host name or an IP address', (raw) => {
      const host = raw.replace(/^\[(.*)\]$/, '$1');
      return isIP(host) > 0 || /^[\w.-]+$/.test(raw) ? host : undefined;
    });
  }

  /** Reads a decimal number in [min, max]. */
  float(name: string, { min, max, ...options }: Default<number> & Bounds): number {
    return this.#read(name, options, 0, `must be a number in [${min}, ${max}]`, (raw) =>
      numberWithin(raw, min, max),
    );
  }

  /** Reads `true`, `false`, `1` or `0`, in any case. */
  flag(name: string, options: Default<boolean> = {}): boolean {
    const values: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
    return this.#read(name, options, false, 'must be true, false, 1 or 0', (raw) =>
      Object.hasOwn(values, raw.toLowerCase()) ? values[raw.toLowerCase()] : undefined,
    );
  }

  /** Reads one of `values`, exactly as written. */
  oneOf<const T extends string>(name: string, values: readonly [T, ...T[]], options: Default<T> = {}): T {
    return this.#read(name, options, values[0], `must be one of ${values.join(', ')}`, (raw) =>
      values.find((value) => value === raw),
    );
  }

  /**
   * Reads where a service is: `host:port`, `dns:///host:port`, or several addresses to balance over, such as
   * `ipv4:host:port,host:port`.
   */
  address(name: string, options: Default<string> = {}): string {
    return this.#read(name, options, '', 'must be host:port with a port in [1, 65535]', (raw) => {
      const scheme = targetScheme.exec(raw)?.[0] ?? '';
      const addresses = raw.slice(scheme.length).split(',');
      const mayBeMany = scheme.startsWith('ipv');
      return addresses.every(isHostPort) && (mayBeMany || addresses.length === 1) ? raw : undefined;
    });
  }

  /** Reads where OTLP goes, in any form that the exporters dial, and returns the form that all of them know. */
  endpoint(name: string, options: Default<string> = {}): string {
    return this.#read(
      name,
      options,
      '',
      `must be ${otlpEndpointForms}`,
      (raw) => parseOtlpEndpoint(raw)?.target,
    );
  }

  /** Reads the absolute path of a directory, which need not exist yet; a relative one starts at the working directory. */
  directory(name: string, options: Default<string> = {}): string {
    const path = this.#read(name, options, '', 'must be a directory', (raw) =>
      (statSync(raw, { throwIfNoEntry: false })?.isDirectory() ?? true) ? raw : undefined,
    );
    return resolve(path);
  }

  /**
   * Reads the file that a variable names. Without the variable it returns nothing.
   * @param rule what the file must be, for the message
   * @param parse throws if the file is not what it should be
   */
  file<T>(name: string, rule: string, parse: (content: Buffer) => T): T | undefined {
    const path = this.#source[name];
    if (path === undefined || path === '') return undefined;
    try {
      return parse(readFileSync(path));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.refuse(`${name}=${JSON.stringify(path)} ${rule}: ${reason}`);
      return undefined;
    }
  }

  /** Adds a problem, such as two variables that contradict each other. */
  refuse(problem: string): void {
    this.#problems.push(problem);
  }

  /**
   * Freezes a configuration made of what was read.
   * @throws {ConfigError} if anything read so far was missing or bad
   */
  done<T extends object>(config: T): Readonly<T> {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
    return Object.freeze(config);
  }

  /** Returns `placeholder` for a bad variable; `done` keeps that from being used. */
  #read<T>(
    name: string,
    { default: fallback }: Default<T>,
    placeholder: T,
    rule: string,
    parse: (raw: string) => T | undefined,
  ): T {
    const raw = this.#source[name];
    if (raw === undefined || raw === '') {
      if (fallback === undefined) this.#problems.push(`${name} is required`);
      return fallback ?? placeholder;
    }
    const value = parse(raw);
    if (value === undefined) this.#problems.push(`${name}=${JSON.stringify(withoutLogin(raw))} ${rule}`);
    return value ?? placeholder;
  }
}

function numberWithin(raw: string, min: number, max: number): number | undefined {
  const value = Number(raw);
  return decimal.test(raw) && value >= min && value <= max ? value : undefined;
}

function isHostPort(address: string): boolean {
  const port = Number(hostPort.exec(address)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** A message is for everybody who reads the log: what stands before the @ of a URL is not. */
function withoutLogin(text: string): string {
  return text.replaceAll(/\/\/[^/\s]*@/g, '//…@');
}
