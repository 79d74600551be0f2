import type * as grpcJs from '@grpc/grpc-js';
import type {
  CallOptions,
  ChannelOptions,
  Client,
  ClientUnaryCall,
  Metadata,
  requestCallback,
} from '@grpc/grpc-js';
import { propagationHeaders } from './propagation-headers.ts';
import {
  decodeAnswer,
  encode,
  hopService,
  paths,
  type HopAnswer,
  type HopRequest,
  type Tasks,
} from './protocol.ts';

type Grpc = Pick<typeof grpcJs, 'Client' | 'Metadata' | 'credentials' | 'makeGenericClientConstructor'>;

/** The deadline of a call that does not get that of the caller, ms. */
const ownDeadlineMs = 10_000;

const bytes = (value: Buffer): Buffer => value;

function channelOptions(policy: Tasks['policy']): ChannelOptions {
  if (policy === undefined) return { 'grpc.enable_retries': 0 };
  const attempts = {
    retry: {
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.01s',
        maxBackoff: '0.05s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
    hedge: { hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.2s', nonFatalStatusCodes: ['UNAVAILABLE'] } },
  };
  const config = { loadBalancingConfig: [], methodConfig: [{ name: [{}], ...attempts[policy] }] };
  return { 'grpc.service_config': JSON.stringify(config) };
}

/** A client with one function for each method, as code generators make it. */
interface GeneratedClient {
  call(
    message: Buffer,
    metadata: Metadata,
    options: CallOptions,
    done: requestCallback<Buffer>,
  ): ClientUnaryCall;
}

function isGenerated(client: object): client is GeneratedClient {
  return 'call' in client;
}

/** The answer of the next hop, with its headers. */
export interface NextAnswer {
  readonly answer: HopAnswer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls the hop after this one, over one channel for each port and policy. */
export class NextHop {
  readonly #grpc: Grpc;
  readonly #clients = new Map<string, Client>();
  readonly #shared: Metadata;
  readonly #isGenerated: boolean;

  /** @param isGenerated whether clients are made as generated code makes them, or from the class Client */
  constructor(grpc: Grpc, isGenerated: boolean) {
    this.#grpc = grpc;
    this.#isGenerated = isGenerated;
    this.#shared = new grpc.Metadata();
  }

  async call(path: string, request: HopRequest, tasks: Tasks, deadlineMs: number): Promise<NextAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<NextAnswer>();
    let headers: NextAnswer['headers'] = {};
    const client = this.#client(request, tasks);
    const message = encode(request);
    const options = { deadline: this.#deadline(tasks, deadlineMs) };
    const metadata = this.#metadata(tasks);
    const done: requestCallback<Buffer> = (error, reply) =>
      reply ? resolve({ answer: decodeAnswer(reply), headers }) : reject(error);
    const call = isGenerated(client)
      ? client.call(message, metadata, options, done)
      : client.makeUnaryRequest(path, bytes, bytes, message, metadata, options, done);
    call.on('metadata', (found: Metadata) => (headers = propagationHeaders(found)));
    return promise;
  }

  async *stream(request: HopRequest, tasks: Tasks, deadlineMs: number): AsyncGenerator<HopAnswer, void> {
    const call = this.#client(request, tasks).makeServerStreamRequest(
      paths.stream,
      bytes,
      bytes,
      encode(request),
      this.#metadata(tasks),
      { deadline: this.#deadline(tasks, deadlineMs) },
    );
    for await (const message of call) yield decodeAnswer(message as Buffer);
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #metadata({ shareMetadata = false }: Tasks): Metadata {
    return shareMetadata ? this.#shared : new this.#grpc.Metadata();
  }

  #deadline({ passDeadline = false }: Tasks, deadlineMs: number): number {
    return passDeadline ? deadlineMs : Date.now() + ownDeadlineMs;
  }

  #client({ route }: HopRequest, { policy }: Tasks): Client {
    const address = `127.0.0.1:${route[0]?.port ?? 0}`;
    const key = `${address} ${policy ?? ''}`;
    const found = this.#clients.get(key);
    if (found !== undefined) return found;
    const { Client, credentials, makeGenericClientConstructor } = this.#grpc;
    const Made = this.#isGenerated ? makeGenericClientConstructor(hopService, 'lab.v1.Hop') : Client;
    const client = new Made(address, credentials.createInsecure(), channelOptions(policy));
    this.#clients.set(key, client);
    return client;
  }
}
