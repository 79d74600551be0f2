// Original file: primemesh/v1/transformer.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TransformRequestInput as _primemesh_v1_TransformRequestInput, TransformRequest as _primemesh_v1_TransformRequest } from '../../primemesh/v1/TransformRequest.ts';
import type { TransformResponseInput as _primemesh_v1_TransformResponseInput, TransformResponse as _primemesh_v1_TransformResponse } from '../../primemesh/v1/TransformResponse.ts';

/**
 * Transformer turns the candidates of a range into its primes.
 */
export interface TransformerClient extends grpc.Client {
  /**
   * Transform asks the extractor for the candidates of a range and returns its primes. Idempotent.
   */
  Transform(argument: _primemesh_v1_TransformRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  Transform(argument: _primemesh_v1_TransformRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  Transform(argument: _primemesh_v1_TransformRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  Transform(argument: _primemesh_v1_TransformRequestInput, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  /**
   * Transform asks the extractor for the candidates of a range and returns its primes. Idempotent.
   */
  transform(argument: _primemesh_v1_TransformRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  transform(argument: _primemesh_v1_TransformRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  transform(argument: _primemesh_v1_TransformRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  transform(argument: _primemesh_v1_TransformRequestInput, callback: grpc.requestCallback<_primemesh_v1_TransformResponse>): grpc.ClientUnaryCall;
  
}

/**
 * Transformer turns the candidates of a range into its primes.
 */
export interface TransformerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Transform asks the extractor for the candidates of a range and returns its primes. Idempotent.
   */
  Transform: grpc.handleUnaryCall<_primemesh_v1_TransformRequest, _primemesh_v1_TransformResponseInput>;
  
}

export interface TransformerDefinition extends grpc.ServiceDefinition {
  Transform: MethodDefinition<_primemesh_v1_TransformRequestInput, _primemesh_v1_TransformResponseInput, _primemesh_v1_TransformRequest, _primemesh_v1_TransformResponse>
}
