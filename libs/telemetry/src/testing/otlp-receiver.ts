import { Server, ServerCredentials, status, type Metadata } from '@grpc/grpc-js';
import { logsRequest, metricsRequest, tracesRequest } from './otlp-schema.ts';
import { rawMethod } from './raw-method.ts';
import { decode, type Message, type Schema } from './wire.ts';

export type AttributeMap = Record<string, string | number | boolean>;

/** A span, log record or metric as it arrived, with the resource it arrived under. */
export interface Item {
  readonly resource: AttributeMap;
  readonly scope: string;
  /** The message that holds it and the others of its scope. */
  readonly group: object;
  readonly attributes: AttributeMap;
  readonly name: string;
  readonly [field: string]: unknown;
}

const signals = {
  spans: ['trace', 'Trace', tracesRequest],
  logs: ['logs', 'Logs', logsRequest],
  metrics: ['metrics', 'Metrics', metricsRequest],
} as const satisfies Record<string, readonly [string, string, Schema]>;
export type Signal = keyof typeof signals;

export interface ReceiverOptions {
  readonly port?: number;
  /** Where it listens instead of 127.0.0.1, such as `unix:///run/otlp.sock`. */
  readonly address?: string;
  readonly credentials?: ServerCredentials;
  /** Awaited before an export is taken. A rejection refuses it with UNAVAILABLE. */
  readonly before?: (signal: Signal) => Promise<void>;
}

/** An OTLP/gRPC backend that keeps what it receives. */
export interface Receiver extends AsyncDisposable {
  readonly port: number;
  readonly spans: Item[];
  readonly logs: Item[];
  readonly metrics: Item[];
  /** Signals in the order of their exports. */
  readonly exports: Signal[];
  /** Headers of the last export of each signal. */
  readonly headers: Partial<Record<Signal, Metadata>>;
}

/** Starts a backend on 127.0.0.1, on any free port unless one or another address is asked for. */
export async function startReceiver({
  port = 0,
  address = `127.0.0.1:${port}`,
  credentials = ServerCredentials.createInsecure(),
  before,
}: ReceiverOptions = {}): Promise<Receiver> {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const received: Record<Signal, Item[]> = { spans: [], logs: [], metrics: [] };
  const exports: Signal[] = [];
  const headers: Receiver['headers'] = {};
  for (const [signal, [path, service, schema]] of entriesOf(signals)) {
    const Export = rawMethod(`/opentelemetry.proto.collector.${path}.v1.${service}Service/Export`);
    const take = ({ request, metadata }: ExportCall, respond: Respond): void => {
      exports.push(signal);
      headers[signal] = metadata;
      Promise.resolve(before?.(signal)).then(
        () => {
          received[signal].push(...itemsOf(decode(request, schema)));
          respond(null, Buffer.alloc(0));
        },
        () => respond({ code: status.UNAVAILABLE, details: 'not now' }),
      );
    };
    server.addService({ Export }, { Export: take });
  }
  const bound = await listen(server, address, credentials);
  const stop = async (): Promise<void> => server.forceShutdown();
  return { port: bound, ...received, exports, headers, [Symbol.asyncDispose]: stop };
}

interface ExportCall {
  readonly request: Buffer;
  readonly metadata: Metadata;
}
type Respond = (error: object | null, reply?: Buffer) => void;

async function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
}

function entriesOf<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}

function listOf(message: Message, field: string): Message[] {
  return (message[field] as Message[] | undefined) ?? [];
}

function textOf(message: Message, field: string): string {
  const value = message[field];
  return typeof value === 'string' ? value : '';
}

/** Attributes of a decoded message as a plain object. */
export function attributesOf(message: Message): AttributeMap {
  const pairs = listOf(message, 'attributes').map(({ key, value }) => [
    key,
    Object.values(value as object)[0],
  ]);
  return Object.fromEntries(pairs) as AttributeMap;
}

function itemsOf(request: Message): Item[] {
  return listOf(request, 'resources').flatMap((one) =>
    listOf(one, 'scopes').flatMap((scoped) =>
      listOf(scoped, 'items').map((item) => ({
        ...item,
        name: textOf(item, 'name') || textOf(item, 'eventName'),
        attributes: attributesOf(item),
        resource: attributesOf(one['resource'] as Message),
        scope: textOf(scoped['scope'] as Message, 'name'),
        group: scoped,
      })),
    ),
  );
}

/** A data point; `value` is that of a number, NaN for a histogram. */
export type Point = Message & { readonly value: number; readonly attributes: AttributeMap };

/** The points of a metric with their attributes, over all exports; a cumulative one repeats itself. */
export function pointsOf({ metrics }: Receiver, name: string): Point[] {
  return metrics
    .filter((metric) => metric.name === name)
    .flatMap((metric) =>
      ['gauge', 'sum', 'histogram', 'exponentialHistogram'].map(
        (kind) => metric[kind] as Message | undefined,
      ),
    )
    .flatMap((data) => (data === undefined ? [] : listOf(data, 'points')))
    .map((point) => ({
      ...point,
      value: Number(point['int'] ?? point['double']),
      attributes: attributesOf(point),
    }));
}
