import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { propagationHeaders } from './propagation-headers.ts';
import {
  decodeAnswer,
  encode,
  paths,
  type Attempt,
  type HopAnswer,
  type HopReport,
  type Method,
  type Tasks,
} from './protocol.ts';
import type { Hop } from './start-hop.ts';

const bytes = (value: Buffer): Buffer => value;

/** The default deadline, ms. */
const defaultBudgetMs = 20_000;

/** Headers to send as they are; a list is sent as several headers of one name. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface CallOptions {
  readonly headers?: Headers;
  /** Tasks by the name of the hop. */
  readonly tasks?: Readonly<Record<string, Tasks>>;
  readonly method?: Method;
  readonly messages?: number;
  readonly budgetMs?: number;
  /** An open connection to the first hop; without it, the call opens its own. */
  readonly client?: Client;
}

/** How a call through the hops ended. */
export interface Called {
  readonly id: string;
  /** Reports of all hops; for a stream, those of the last message. */
  readonly hops: readonly HopReport[];
  /** The answers: one, or for a stream several. */
  readonly messages: readonly HopAnswer[];
  /** Headers of the answer that the client received. */
  readonly answered: Readonly<Record<string, string>>;
  readonly error?: ServiceError;
}

let calls = 0;

function metadataOf(headers: Headers): Metadata {
  const metadata = new Metadata();
  for (const [name, values] of Object.entries(headers)) {
    for (const value of [values].flat()) metadata.add(name, value);
  }
  return metadata;
}

/** Sends one call through the hops in this order. The client is not instrumented: it sends only the given headers. */
export async function callHops(route: readonly Hop[], options: CallOptions = {}): Promise<Called> {
  const { headers = {}, tasks = {}, method = 'call', messages = 1, budgetMs = defaultBudgetMs } = options;
  const id = String((calls += 1));
  const stops = route.map(({ name, port }) => ({ port, ...(tasks[name] && { tasks: tasks[name] }) }));
  const request = encode({ id, route: stops, messages });
  const client = options.client ?? connect(route[0]);
  const { promise, resolve } = Promise.withResolvers<Called>();
  const answers: HopAnswer[] = [];
  let answered: Called['answered'] = {};
  const end = (error?: ServiceError | null): void =>
    resolve({ id, hops: answers.at(-1) ?? [], messages: answers, answered, ...(error && { error }) });
  const deadline = { deadline: Date.now() + budgetMs };
  const metadata = metadataOf(headers);
  if (method === 'stream') {
    const call = client.makeServerStreamRequest(paths.stream, bytes, bytes, request, metadata, deadline);
    call.on('data', (message: Buffer) => answers.push(decodeAnswer(message)));
    call.on('error', end).on('end', () => end());
  } else {
    const call = client.makeUnaryRequest(
      paths[method],
      bytes,
      bytes,
      request,
      metadata,
      deadline,
      (error, reply) => {
        if (reply !== undefined) answers.push(decodeAnswer(reply));
        end(error);
      },
    );
    call.on('metadata', (found: Metadata) => (answered = propagationHeaders(found)));
  }
  const called = await promise;
  if (options.client === undefined) client.close();
  return called;
}

/** Opens a connection to a hop. The caller closes it. */
export function connect(hop: Hop | undefined): Client {
  const options = { 'grpc.enable_http_proxy': 0 }; // a proxy knows nothing of this machine
  return new Client(`127.0.0.1:${hop?.port ?? 0}`, credentials.createInsecure(), options);
}

/** The calls of a request that a hop received, and how each ended. */
export async function historyAt(hop: Hop, id: string): Promise<readonly Attempt[]> {
  const client = connect(hop);
  const { promise, resolve, reject } = Promise.withResolvers<readonly Attempt[]>();
  client.makeUnaryRequest(paths.history, bytes, bytes, encode({ id, route: [] }), (error, reply) =>
    reply ? resolve(JSON.parse(reply.toString()) as Attempt[]) : reject(error),
  );
  return promise.finally(() => client.close());
}
