import { Client, credentials, Metadata, status, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import {
  Extractor,
  type ExtractRequest,
  type ExtractRequestInput,
  type ExtractResponse,
  type ExtractResponseInput,
} from '@prime-mesh/contracts';
import type { CallScope } from '../serve/call-scope.ts';
import { unary } from '../serve/handlers.ts';
import { bind, startServer, type MeshServer } from '../serve/server.ts';

type Extract = (
  request: ExtractRequest,
  call: CallScope,
) => Promise<ExtractResponseInput> | ExtractResponseInput;

/** Starts a real extractor service that does what `extract` says, on a free port unless one is given. */
export const startExtractor = (
  extract: Extract,
  { port = 0, drainBudgetMs = 500, isEdge = false } = {},
): Promise<MeshServer> =>
  startServer({
    host: '127.0.0.1',
    port,
    services: [bind(Extractor, { Extract: unary(extract) })],
    drainBudgetMs,
    isEdge,
  });

export interface WireAnswer {
  readonly code: status;
  readonly details: string;
  readonly response?: ExtractResponse;
}

/** Calls Extract by grpc-js alone and returns what came over the wire; `bytes` goes out in place of a request. */
export async function callOnTheWire(
  port: number,
  {
    options = {},
    bytes,
    onCall,
  }: { options?: CallOptions; bytes?: Buffer; onCall?: (cancel: () => void) => void } = {},
): Promise<WireAnswer> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = Extractor.Extract;
  const { promise, resolve } = Promise.withResolvers<WireAnswer>();
  const call = client.makeUnaryRequest<ExtractRequestInput, ExtractResponse>(
    path,
    (request) => bytes ?? requestSerialize(request),
    responseDeserialize,
    { range: { from: '1', to: '2' } },
    new Metadata(),
    options,
    (error: ServiceError | null, response) =>
      resolve(
        error === null
          ? { code: status.OK, details: '', ...(response && { response }) }
          : { code: error.code, details: error.details },
      ),
  );
  onCall?.(() => call.cancel());
  return promise.finally(() => client.close());
}
