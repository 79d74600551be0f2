import { once } from 'node:events';
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';

/** A request for the range [0, 1000), its bounds as text, in protobuf. */
export const upTo1000 = Buffer.from('0a090a0130120431303030', 'hex');

/**
 * Calls a unary method over bare HTTP/2 with headers that no gRPC client would send, and answers its gRPC status;
 * nothing if there was none.
 */
export async function rawCall(
  address: string,
  method: string,
  message: Buffer,
  headers: OutgoingHttpHeaders,
): Promise<string | undefined> {
  const session = connect(`http://${address}`);
  try {
    await once(session, 'connect');
    const stream = session.request({
      ':method': 'POST',
      ':path': `/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    let status: string | undefined;
    const note = (found: IncomingHttpHeaders): void => {
      status = found['grpc-status']?.toString() ?? status;
    };
    stream.on('response', note).on('trailers', note).resume();
    const prefix = Buffer.alloc(5); // not compressed; length
    prefix.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([prefix, message]));
    await once(stream, 'close');
    return status;
  } finally {
    session.close();
  }
}
