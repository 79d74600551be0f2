import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { jsonToBytes } from './otlp-json.ts';
import { MalformedExportError, responseBytes, type Ingest, type Outcome } from './ingest.ts';
import { messageType } from './otlp.ts';
import { maxExportBytes, signals, type Signal } from './signals.ts';

const unzip = promisify(gunzip);
const protobufType = 'application/x-protobuf';
const jsonType = 'application/json';

/** Codes of google.rpc.Status, by the HTTP status that goes with each here. */
const rpcCodes: Readonly<Record<number, number>> = { 400: 3, 413: 8, 415: 3, 500: 13 };

/** A request that gets another status than 200. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The signal that a request exports; undefined for every other request. */
export function exportedSignal({ method, url = '' }: IncomingMessage): Signal | undefined {
  const name = /^\/v1\/(\w+)\/?(?:\?|$)/.exec(url)?.[1];
  return method === 'POST' && name !== undefined && Object.hasOwn(signals, name)
    ? (name as Signal)
    : undefined;
}

/**
 * Receives exports of one signal over HTTP, as protobuf or JSON, plain or gzipped, and answers in the same encoding.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export function receiveOverHttp(ingest: Ingest, signal: Signal): RequestListener {
  return (request, response) => {
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    outcomeOf(ingest, signal, type, request).then(
      (outcome) => respond(response, 200, type, encodeOutcome(type, signal, outcome)),
      (error: unknown) => {
        const status = error instanceof RefusedError ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        respond(response, status, type, encodeFailure(type, rpcCodes[status] ?? 2, message));
      },
    );
  };
}

async function outcomeOf(
  ingest: Ingest,
  signal: Signal,
  type: string,
  request: IncomingMessage,
): Promise<Outcome> {
  if (type !== protobufType && type !== jsonType)
    throw new RefusedError(415, `content type ${JSON.stringify(type)} is not ${protobufType} or ${jsonType}`);
  const body = await readBody(request);
  try {
    return ingest.take(signal, type === jsonType ? jsonToBytes(signal, body) : body);
  } catch (error) {
    if (!(error instanceof MalformedExportError)) throw error;
    throw new RefusedError(400, error.message, { cause: error });
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new RefusedError(415, `content encoding ${JSON.stringify(encoding)} is not gzip or identity`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxExportBytes) throw new RefusedError(413, tooLarge);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (encoding === 'identity') return body;
  try {
    return await unzip(body, { maxOutputLength: maxExportBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new RefusedError(isTooLarge ? 413 : 400, isTooLarge ? tooLarge : 'the body is not gzip', {
      cause: error,
    });
  }
}

const tooLarge = `the export exceeds ${maxExportBytes} bytes, unpacked`;

function encodeOutcome(type: string, signal: Signal, outcome: Outcome): Buffer {
  if (type === protobufType) return responseBytes(outcome);
  const { rejected, message } = outcome;
  const partialSuccess = { [signals[signal].rejected]: String(rejected), errorMessage: message };
  return Buffer.from(JSON.stringify(rejected === 0 ? {} : { partialSuccess }));
}

function encodeFailure(type: string, code: number, message: string): Buffer {
  const failure = { code, message };
  return type === protobufType
    ? Buffer.from(messageType('Failure').encode(failure).finish())
    : Buffer.from(JSON.stringify(failure));
}

/** The page's own API lets every origin in, too. */
function respond(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, {
    'content-type': type === protobufType ? protobufType : jsonType,
    'access-control-allow-origin': '*',
    ...(status === 413 && { connection: 'close' }),
  });
  response.end(body);
}
