// Original file: primemesh/v1/extractor.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ExtractRequestInput as _primemesh_v1_ExtractRequestInput, ExtractRequest as _primemesh_v1_ExtractRequest } from '../../primemesh/v1/ExtractRequest.ts';
import type { ExtractResponseInput as _primemesh_v1_ExtractResponseInput, ExtractResponse as _primemesh_v1_ExtractResponse } from '../../primemesh/v1/ExtractResponse.ts';

/**
 * Extractor finds the integers of a range that have no small prime factor.
 */
export interface ExtractorClient extends grpc.Client {
  /**
   * Extract returns the integers of a range that no prime ≤ sieve_limit divides. Idempotent.
   */
  Extract(argument: _primemesh_v1_ExtractRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  Extract(argument: _primemesh_v1_ExtractRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  Extract(argument: _primemesh_v1_ExtractRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  Extract(argument: _primemesh_v1_ExtractRequestInput, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  /**
   * Extract returns the integers of a range that no prime ≤ sieve_limit divides. Idempotent.
   */
  extract(argument: _primemesh_v1_ExtractRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  extract(argument: _primemesh_v1_ExtractRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  extract(argument: _primemesh_v1_ExtractRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  extract(argument: _primemesh_v1_ExtractRequestInput, callback: grpc.requestCallback<_primemesh_v1_ExtractResponse>): grpc.ClientUnaryCall;
  
}

/**
 * Extractor finds the integers of a range that have no small prime factor.
 */
export interface ExtractorHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Extract returns the integers of a range that no prime ≤ sieve_limit divides. Idempotent.
   */
  Extract: grpc.handleUnaryCall<_primemesh_v1_ExtractRequest, _primemesh_v1_ExtractResponseInput>;
  
}

export interface ExtractorDefinition extends grpc.ServiceDefinition {
  Extract: MethodDefinition<_primemesh_v1_ExtractRequestInput, _primemesh_v1_ExtractResponseInput, _primemesh_v1_ExtractRequest, _primemesh_v1_ExtractResponse>
}
