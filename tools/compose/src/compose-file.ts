import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy: {
    readonly resources: { readonly limits: { readonly cpus?: string; readonly memory: string } };
  };
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

/** A variable that a compose file asks for, with what stands in for it; `fallback` is undefined where nothing does. */
export interface Variable {
  readonly name: string;
  readonly fallback: string | undefined;
}

/** `:-` stands in for a variable that is not set, `:+` for one that is. */
const variable = /\$\{(\w+)(?::([-+])([^}]*))?\}/g;

/** The text of a file of the project. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every place in `text` that asks for a variable. */
export function variablesOf(text: string): Variable[] {
  const found = [...text.matchAll(variable)].filter(([, , sign]) => sign !== '+');
  return found.map(([, name = '', , fallback]) => ({ name, fallback }));
}

/** The services of a compose file as they are when no variable is set. */
export function servicesOf(text: string): Readonly<Record<string, ComposeService>> {
  const filled = text.replaceAll(variable, (_, _name, sign?: string, text = '') =>
    sign === '+' ? '' : text,
  );
  const file = parse(filled, { merge: true, logLevel: 'error' }) as {
    services: Record<string, ComposeService>;
  };
  return file.services;
}
