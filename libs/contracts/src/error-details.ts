import { fromJSON, type MessageTypeDefinition } from '@grpc/proto-loader';

/** What google/rpc/status.proto and google/rpc/error_details.proto have of it. */
const definitions = fromJSON({
  nested: {
    Status: {
      fields: {
        code: { type: 'int32', id: 1 },
        message: { type: 'string', id: 2 },
        details: { rule: 'repeated', type: 'Any', id: 3 },
      },
    },
    Any: { fields: { typeUrl: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } } },
    BadRequest: { fields: { fieldViolations: { rule: 'repeated', type: 'FieldViolation', id: 1 } } },
    FieldViolation: { fields: { field: { type: 'string', id: 1 }, description: { type: 'string', id: 2 } } },
    RetryInfo: { fields: { retryDelay: { type: 'Duration', id: 1 } } },
    Duration: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
  },
}) as Record<string, MessageTypeDefinition<object, object>>;

/** What a caller is told of a failure besides its code and text. */
export interface ErrorDetails {
  /** The field of the request that is wrong. */
  readonly field?: string | undefined;
  /** After how many seconds the call may succeed. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Encodes the details of a failure as google.rpc.Status, which stands in the trailer `grpc-status-details-bin`. Returns
 * nothing where there are none.
 * @param message the text of the status: some clients refuse details that have another
 * @see https://grpc.io/docs/guides/error/#richer-error-model
 */
export function encodeErrorDetails(
  code: number,
  message: string,
  { field, retryAfterSeconds }: ErrorDetails,
): Buffer | undefined {
  const details = [
    ...(field === undefined
      ? []
      : [pack('BadRequest', { fieldViolations: [{ field, description: message }] })]),
    ...(retryAfterSeconds === undefined
      ? []
      : [pack('RetryInfo', { retryDelay: { seconds: retryAfterSeconds } })]),
  ];
  return details.length === 0 ? undefined : serialize('Status', { code, message, details });
}

function pack(type: string, value: object): object {
  return { typeUrl: `type.googleapis.com/google.rpc.${type}`, value: serialize(type, value) };
}

function serialize(type: string, value: object): Buffer {
  const definition = definitions[type];
  if (definition === undefined) throw new TypeError(`${type} is not defined`);
  return definition.serialize(value);
}
