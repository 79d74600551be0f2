import type { ServiceDefinition } from '@grpc/grpc-js';

/** What a hop does with one call. Everything is off by default. */
export interface Tasks {
  /** Baggage to set in the handler, after the server span has started. */
  readonly setBaggage?: Readonly<Record<string, string>>;
  /** Removes all baggage before the next hop is called. */
  readonly dropBaggage?: boolean;
  /** Wraps what follows in a span of this name. */
  readonly childSpan?: string;
  /** Goes through a worker thread, with trace and baggage in the message or without. */
  readonly thread?: 'carrier' | 'bare';
  /** Writes a log record of this name. */
  readonly log?: string;
  /** Adds 1 to the counter `lab.calls`. */
  readonly count?: boolean;
  /** Time to work before the next hop is called, ms; it ends early when the caller is gone. */
  readonly waitMs?: number;
  /** How many of the first calls of a request fail with UNAVAILABLE. */
  readonly failFirst?: number;
  /** Time to wait in the first call of a request only, ms. */
  readonly slowFirstMs?: number;
  /** Headers of the answer. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** How the channel to the next hop handles failures. */
  readonly policy?: 'retry' | 'hedge';
  /** Gives the next call the deadline of the caller; otherwise it has 10 s of its own. */
  readonly passDeadline?: boolean;
  /** Uses one Metadata object for all calls to the next hop. */
  readonly shareMetadata?: boolean;
}

/** One hop of the route of a request. */
export interface Stop {
  readonly port: number;
  readonly tasks?: Tasks;
}

/** The message of a client. The first stop is the receiver itself. */
export interface HopRequest {
  readonly id: string;
  readonly route: readonly Stop[];
  /** How many messages the streaming method returns. */
  readonly messages?: number;
}

/** Trace context and baggage that a piece of code sees. */
export interface Seen {
  readonly traceId?: string;
  readonly isSampled?: boolean;
  readonly tracestate?: string;
  readonly baggage: Readonly<Record<string, string>>;
}

/** One call as it was received. */
export interface Attempt {
  /** Headers about trace and baggage. */
  readonly received: Readonly<Record<string, string>>;
  readonly endedBy: 'open' | 'answer' | 'failure' | 'cancellation';
}

/** The report of one hop about a request. */
export interface HopReport extends Pick<Attempt, 'received'> {
  readonly hop: string;
  readonly active: Seen;
  /** What the worker thread saw. */
  readonly thread?: Seen;
  /** Time left of the deadline when the call arrives, ms; absent without a deadline. */
  readonly remainingMs?: number;
  /** Headers of the answer of the next hop. */
  readonly answered?: Readonly<Record<string, string>>;
}

/** The reports of a hop and of those behind it, in the order of the route. */
export type HopAnswer = readonly HopReport[];

const bytes = (value: Buffer): Buffer => value;
const codec = {
  requestStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
} as const;

/** Paths of the methods. `Ignored` does the same as `Call`, under a name that an instrumentation can ignore. */
export const paths = {
  call: '/lab.v1.Hop/Call',
  ignored: '/lab.v1.Hop/Ignored',
  stream: '/lab.v1.Hop/Stream',
  history: '/lab.v1.Hop/History',
} as const;
export type Method = 'call' | 'ignored' | 'stream';

/** The service of every hop; messages are JSON. `History` returns how the calls of a request ended. */
export const hopService = {
  call: { path: paths.call, responseStream: false, ...codec },
  ignored: { path: paths.ignored, responseStream: false, ...codec },
  stream: { path: paths.stream, responseStream: true, ...codec },
  history: { path: paths.history, responseStream: false, ...codec },
} as const satisfies ServiceDefinition;

export function encode(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function decodeRequest(message: Buffer): HopRequest {
  return JSON.parse(message.toString()) as HopRequest;
}

export function decodeAnswer(message: Buffer): HopAnswer {
  return JSON.parse(message.toString()) as HopAnswer;
}
