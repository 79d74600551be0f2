import type {
  handleServerStreamingCall,
  handleUnaryCall,
  MethodDefinition,
  ServiceDefinition,
} from '@grpc/grpc-js';

/** The names of the methods of a generated service definition. */
export type MethodName<D extends ServiceDefinition> = keyof {
  [M in keyof D as string extends M ? never : M]: true;
} &
  string;

type Decoded<F> = F extends (bytes: Buffer) => infer T ? T : never;
type Encodable<F> = F extends (value: infer T) => Buffer ? T : never;

/** What a client may send to a method, and what it gets back. */
export type RequestInput<D extends ServiceDefinition, M extends keyof D> = Encodable<
  D[M]['requestSerialize']
>;
export type Response<D extends ServiceDefinition, M extends keyof D> = Decoded<D[M]['responseDeserialize']>;

/** A handler for every method, made by `unary` or `serverStream`. */
export type Handlers<D extends ServiceDefinition> = {
  readonly [M in MethodName<D>]:
    | handleUnaryCall<Decoded<D[M]['requestDeserialize']>, Encodable<D[M]['responseSerialize']>>
    | handleServerStreamingCall<Decoded<D[M]['requestDeserialize']>, Encodable<D[M]['responseSerialize']>>;
};

/** Returns the full name of a service, such as `primemesh.v1.Extractor`. */
export function serviceNameOf(definition: ServiceDefinition): string {
  const [method] = Object.values(definition);
  if (method === undefined) throw new TypeError('a service without methods has no name');
  return method.path.split('/')[1] ?? '';
}

/** Returns a method of a service, typed by the generated definition. */
export function methodOf<D extends ServiceDefinition, M extends MethodName<D>>(
  definition: D,
  method: M,
): MethodDefinition<RequestInput<D, M>, Response<D, M>> {
  const found = definition[method];
  if (found === undefined) throw new TypeError(`${serviceNameOf(definition)} has no method ${method}`);
  return found;
}
