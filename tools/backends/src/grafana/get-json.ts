import { BackendError } from '../backend-error.ts';

/** Longest time for one query, ms. Loki and Tempo scan what they have not indexed yet. */
const timeoutMs = 30_000;

/** Where a program answers over HTTP. */
export interface Api {
  readonly url: URL;
  /** What the header of this name holds, for a program that asks for a login. */
  readonly authorization?: string;
}

/**
 * Fetches JSON from a path below a backend's address.
 * @throws {BackendError}
 */
export async function getJson(
  { url: base, authorization }: Api,
  path: string,
  parameters: Record<string, string> = {},
): Promise<unknown> {
  const url = new URL(path, base.href.replace(/\/*$/, '/'));
  url.search = new URLSearchParams(parameters).toString();
  let response: Response;
  let body: string;
  try {
    const headers = { accept: 'application/json', ...(authorization !== undefined && { authorization }) };
    response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    body = await response.text();
  } catch (error) {
    throw new BackendError(`no answer from ${base.origin}: ${causeOf(error)}`, { cause: error });
  }
  const { ok, status } = response;
  if (!ok)
    throw new BackendError(`${base.origin} answers ${status}: ${body.trim().slice(0, 200)}`, { status });
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BackendError(`${base.origin} answers ${url.pathname} without JSON`, { status, cause: error });
  }
}

/** `fetch` puts the reason into the cause. A host with an IPv4 and an IPv6 address has an error for each. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError) return causeOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
