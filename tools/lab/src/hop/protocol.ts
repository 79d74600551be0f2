import type { ServiceDefinition } from '@grpc/grpc-js';

/** How a hop treats one call. Everything is off unless asked for. */
export interface Tasks {
  /** Baggage set in the handler, after its server span began. */
  readonly setBaggage?: Readonly<Record<string, string>>;
  /** Takes all baggage away before the next hop is called. */
  readonly dropBaggage?: boolean;
  /** Makes a span of this name around what follows. */
  readonly childSpan?: string;
  /** Goes through a worker thread, with trace and baggage in the message or without. */
  readonly thread?: 'carrier' | 'bare';
  /** Writes a log record of this name. */
  readonly log?: string;
  /** Adds 1 to the counter `lab.calls`. */
  readonly count?: boolean;
  /** Works for so long before the next hop is called, ms; ends early when the caller is gone. */
  readonly waitMs?: number;
  /** Answers UNAVAILABLE to the first so many calls of a request. */
  readonly failFirst?: number;
  /** Waits so long in the first call of a request only, ms. */
  readonly slowFirstMs?: number;
  /** Headers of the answer. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** How the channel to the next hop deals with failure. */
  readonly policy?: 'retry' | 'hedge';
  /** Gives the next call the caller's deadline; without it, the next call has 10 s of its own. */
  readonly passDeadline?: boolean;
  /** Uses one Metadata object for all calls to the next hop. */
  readonly shareMetadata?: boolean;
}

/** One hop of the route of a request. */
export interface Stop {
  readonly port: number;
  readonly tasks?: Tasks;
}

/** What the client sends: the first stop is the receiver itself. */
export interface HopRequest {
  readonly id: string;
  readonly route: readonly Stop[];
  /** Answers of the streaming method. */
  readonly messages?: number;
}

/** Trace context and baggage as a piece of code sees them. */
export interface Seen {
  readonly traceId?: string;
  readonly isSampled?: boolean;
  readonly tracestate?: string;
  readonly baggage: Readonly<Record<string, string>>;
}

/** One call as it came in. */
export interface Attempt {
  /** Headers about trace and baggage. */
  readonly received: Readonly<Record<string, string>>;
  readonly endedBy: 'open' | 'answer' | 'failure' | 'cancellation';
}

/** What one hop has to say about a request. */
export interface HopReport extends Pick<Attempt, 'received'> {
  readonly hop: string;
  readonly active: Seen;
  /** What the worker thread saw. */
  readonly thread?: Seen;
  /** Time the caller still waits when the call arrives, ms; absent when it waits for ever. */
  readonly remainingMs?: number;
  /** What the call to the next hop got in the headers of its answer. */
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

/** Paths of the methods. `Ignored` does as `Call`; its name is one that an instrumentation may be told to ignore. */
export const paths = {
  call: '/lab.v1.Hop/Call',
  ignored: '/lab.v1.Hop/Ignored',
  stream: '/lab.v1.Hop/Stream',
  history: '/lab.v1.Hop/History',
} as const;
export type Method = 'call' | 'ignored' | 'stream';

/** The service of every hop; messages are JSON. `History` answers how the calls of a request ended. */
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
