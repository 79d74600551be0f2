import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { frameBlock, type Frame, type WithBlock } from './block-frame.ts';
import { internalClass, wrapMethod } from './internals.ts';

type Serialize = (response: unknown) => Buffer;

/** A serializer that can frame what it serializes, too. */
interface FramingSerializer extends Serialize {
  readonly frame: (response: WithBlock) => Frame;
}

/** The members of BaseServerInterceptingCall that matter here. */
interface ServerCall {
  readonly handler?: { readonly serialize?: unknown };
  serializeMessage: Serialize;
}

type SendMessage = (this: ServerCall, response: unknown, done: () => void) => void;

/**
 * Makes grpc-js send a block from where it is serialized, and gives that memory back once it is sent. It does so for
 * the methods that `withBlockFrames` has marked. Returns whether it could.
 *
 * Upstream: protobufjs takes new memory for each message, and grpc-js takes it again to put a head of 5 bytes in front.
 * V8 counts such memory. A service that makes little other garbage marks its whole heap every 20 blocks for its sake:
 * 8 % of the mesh's CPU.
 *
 * It can go when a handler can pass a frame, or head and message apart.
 * @see https://github.com/grpc/grpc-node/pull/2652 asks for that
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server-interceptors.ts#L718
 */
export function sendBlocksInPlace(): boolean {
  const methods = ['sendMessage', 'serializeMessage'];
  const call = internalClass('server-interceptors', 'BaseServerInterceptingCall', methods);
  if (!call) return false;
  wrapMethod<SendMessage>(
    call,
    'sendMessage',
    (sendMessage) =>
      function (response, done) {
        const serialize = this.handler?.serialize;
        if (!isFraming(serialize)) {
          sendMessage.call(this, response, done);
          return;
        }
        let frame: Frame | undefined;
        this.serializeMessage = (message) => {
          frame = serialize.frame(message as WithBlock); // by withBlockFrames
          return frame.bytes;
        };
        sendMessage.call(this, response, () => {
          frame?.giveBack(); // not when it failed: then it may still be on its way
          done();
        });
      },
  );
  return true;
}

function isFraming(serialize: unknown): serialize is FramingSerializer {
  return typeof serialize === 'function' && 'frame' in serialize;
}

/** Marks the methods whose response begins with a block. By themselves, their serializers stay as they are. */
export function withBlockFrames(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    if (!respondsWithBlock(method)) return [name, method];
    const { responseSerialize: serialize } = method;
    const frame = (response: WithBlock): Frame => frameBlock(response, serialize);
    const responseSerialize = Object.assign((response: unknown) => serialize(response), { frame });
    return [name, { ...method, responseSerialize }];
  });
  return Object.fromEntries(methods);
}

/** What @grpc/proto-loader tells of a message. */
interface MessageType {
  readonly type: { readonly field: readonly { readonly number: number; readonly typeName: string }[] };
}

function respondsWithBlock(method: MethodDefinition<unknown, unknown>): boolean {
  if (!('responseType' in method)) return false;
  const { type } = method.responseType as MessageType;
  return type.field.some(({ number, typeName }) => number === 1 && /(?:^|\.)Block$/.test(typeName));
}
