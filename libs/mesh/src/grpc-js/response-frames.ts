import { BaseServerInterceptingCall } from '@grpc/grpc-js/build/src/server-interceptors.js';
import { frameMessage, giveBack } from '@prime-mesh/contracts';

/**
 * Sends a serialized block from where it was put together, and gives that memory back once it is sent.
 *
 * NOTE: grpc-js (1.14.7) copies each response into new memory, with its head in front. V8 counts such memory, and a
 * service that makes little other garbage marks its whole heap every 20 blocks for its sake: 8 % of the mesh's CPU.
 */
// oxlint-disable-next-line typescript/unbound-method -- called with its call
const { sendMessage } = BaseServerInterceptingCall.prototype;
let serialized: Buffer | undefined;

BaseServerInterceptingCall.prototype.sendMessage = function (response, callback) {
  sendMessage.call(this, response, () => {
    if (message) giveBack(message); // not when it failed: then it may still be on its way
    callback();
  });
  const message = serialized; // by the line above, which answers later
  serialized = undefined;
};

Reflect.set(
  BaseServerInterceptingCall.prototype,
  'serializeMessage',
  function (this: object, response: unknown) {
    const { serialize } = Reflect.get(this, 'handler') as { serialize: (response: unknown) => Buffer };
    serialized = serialize(response);
    return frameMessage(serialized);
  },
);
