import { internalClass, wrapMethod } from './internals.ts';

/** The fields of StreamDecoder that matter here. */
interface Decoder {
  readState: number;
  readPartialMessage: readonly Buffer[];
  readCompressFlag: Buffer;
}

type Write = (this: Decoder, data: Buffer) => Buffer[];

/** Takes the place of the flag of a message that has been read. */
const noFlag = Buffer.alloc(1);

/**
 * Makes grpc-js let go of the pieces in which a message came, and of its compression flag, once the message is whole.
 * Returns whether it could.
 *
 * Upstream: StreamDecoder keeps both until the next message of the call, and the flag is a part of the first piece.
 * V8 keeps the HTTP/2 stream of an ended call, and all that hangs on it, until it has marked the whole heap. So each
 * block holds its 2 MiB, and every 32 blocks V8 marks the heap for their sake: 10 % of the mesh's CPU. The flag alone
 * holds 64 KiB a block, up to 60 MB.
 *
 * It can go when StreamDecoder drops both as it returns a message.
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/stream-decoder.ts#L43-L50
 * @see https://github.com/nodejs/node/issues/44523 streams that outlive their end, each with 64 KiB
 */
export function releaseReceivedPieces(): boolean {
  const decoder = internalClass('stream-decoder', 'StreamDecoder', ['write']);
  const fresh = decoder && new decoder(0);
  if (!decoder || !isDecoder(fresh)) return false;
  const betweenMessages = fresh.readState;
  wrapMethod<Write>(
    decoder,
    'write',
    (write) =>
      function (data) {
        const messages = write.call(this, data);
        // Not within the head of the next message, whose flag has been read.
        if (messages.length > 0 && this.readState === betweenMessages) {
          this.readPartialMessage = [];
          this.readCompressFlag = noFlag;
        }
        return messages;
      },
  );
  return true;
}

function isDecoder(value: object | undefined): value is Decoder {
  return (
    value !== undefined &&
    'readState' in value &&
    'readPartialMessage' in value &&
    Array.isArray(value.readPartialMessage) &&
    'readCompressFlag' in value &&
    Buffer.isBuffer(value.readCompressFlag)
  );
}
