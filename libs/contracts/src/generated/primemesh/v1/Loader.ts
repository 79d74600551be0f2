// Original file: primemesh/v1/loader.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetRunRequestInput as _primemesh_v1_GetRunRequestInput, GetRunRequest as _primemesh_v1_GetRunRequest } from '../../primemesh/v1/GetRunRequest.ts';
import type { GetRunResponseInput as _primemesh_v1_GetRunResponseInput, GetRunResponse as _primemesh_v1_GetRunResponse } from '../../primemesh/v1/GetRunResponse.ts';
import type { ListRunsRequestInput as _primemesh_v1_ListRunsRequestInput, ListRunsRequest as _primemesh_v1_ListRunsRequest } from '../../primemesh/v1/ListRunsRequest.ts';
import type { ListRunsResponseInput as _primemesh_v1_ListRunsResponseInput, ListRunsResponse as _primemesh_v1_ListRunsResponse } from '../../primemesh/v1/ListRunsResponse.ts';
import type { ReadPrimesRequestInput as _primemesh_v1_ReadPrimesRequestInput, ReadPrimesRequest as _primemesh_v1_ReadPrimesRequest } from '../../primemesh/v1/ReadPrimesRequest.ts';
import type { ReadPrimesResponseInput as _primemesh_v1_ReadPrimesResponseInput, ReadPrimesResponse as _primemesh_v1_ReadPrimesResponse } from '../../primemesh/v1/ReadPrimesResponse.ts';
import type { RunRequestInput as _primemesh_v1_RunRequestInput, RunRequest as _primemesh_v1_RunRequest } from '../../primemesh/v1/RunRequest.ts';
import type { RunResponseInput as _primemesh_v1_RunResponseInput, RunResponse as _primemesh_v1_RunResponse } from '../../primemesh/v1/RunResponse.ts';

/**
 * Loader runs, verifies and stores.
 */
export interface LoaderClient extends grpc.Client {
  /**
   * GetRun returns one run and, if asked for, its blocks.
   */
  GetRun(argument: _primemesh_v1_GetRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _primemesh_v1_GetRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _primemesh_v1_GetRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _primemesh_v1_GetRunRequestInput, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  /**
   * GetRun returns one run and, if asked for, its blocks.
   */
  getRun(argument: _primemesh_v1_GetRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _primemesh_v1_GetRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _primemesh_v1_GetRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _primemesh_v1_GetRunRequestInput, callback: grpc.requestCallback<_primemesh_v1_GetRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * ListRuns returns runs, the newest first.
   */
  ListRuns(argument: _primemesh_v1_ListRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _primemesh_v1_ListRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _primemesh_v1_ListRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _primemesh_v1_ListRunsRequestInput, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  /**
   * ListRuns returns runs, the newest first.
   */
  listRuns(argument: _primemesh_v1_ListRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _primemesh_v1_ListRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _primemesh_v1_ListRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _primemesh_v1_ListRunsRequestInput, callback: grpc.requestCallback<_primemesh_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  
  /**
   * ReadPrimes streams the primes of a stored run in ascending order.
   */
  ReadPrimes(argument: _primemesh_v1_ReadPrimesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_ReadPrimesResponse>;
  ReadPrimes(argument: _primemesh_v1_ReadPrimesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_ReadPrimesResponse>;
  /**
   * ReadPrimes streams the primes of a stored run in ascending order.
   */
  readPrimes(argument: _primemesh_v1_ReadPrimesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_ReadPrimesResponse>;
  readPrimes(argument: _primemesh_v1_ReadPrimesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_ReadPrimesResponse>;
  
  /**
   * Run finds, verifies and stores the primes of a range, block by block, and streams what happens.
   */
  Run(argument: _primemesh_v1_RunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_RunResponse>;
  Run(argument: _primemesh_v1_RunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_RunResponse>;
  /**
   * Run finds, verifies and stores the primes of a range, block by block, and streams what happens.
   */
  run(argument: _primemesh_v1_RunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_RunResponse>;
  run(argument: _primemesh_v1_RunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_primemesh_v1_RunResponse>;
  
}

/**
 * Loader runs, verifies and stores.
 */
export interface LoaderHandlers extends grpc.UntypedServiceImplementation {
  /**
   * GetRun returns one run and, if asked for, its blocks.
   */
  GetRun: grpc.handleUnaryCall<_primemesh_v1_GetRunRequest, _primemesh_v1_GetRunResponseInput>;
  
  /**
   * ListRuns returns runs, the newest first.
   */
  ListRuns: grpc.handleUnaryCall<_primemesh_v1_ListRunsRequest, _primemesh_v1_ListRunsResponseInput>;
  
  /**
   * ReadPrimes streams the primes of a stored run in ascending order.
   */
  ReadPrimes: grpc.handleServerStreamingCall<_primemesh_v1_ReadPrimesRequest, _primemesh_v1_ReadPrimesResponseInput>;
  
  /**
   * Run finds, verifies and stores the primes of a range, block by block, and streams what happens.
   */
  Run: grpc.handleServerStreamingCall<_primemesh_v1_RunRequest, _primemesh_v1_RunResponseInput>;
  
}

export interface LoaderDefinition extends grpc.ServiceDefinition {
  GetRun: MethodDefinition<_primemesh_v1_GetRunRequestInput, _primemesh_v1_GetRunResponseInput, _primemesh_v1_GetRunRequest, _primemesh_v1_GetRunResponse>
  ListRuns: MethodDefinition<_primemesh_v1_ListRunsRequestInput, _primemesh_v1_ListRunsResponseInput, _primemesh_v1_ListRunsRequest, _primemesh_v1_ListRunsResponse>
  ReadPrimes: MethodDefinition<_primemesh_v1_ReadPrimesRequestInput, _primemesh_v1_ReadPrimesResponseInput, _primemesh_v1_ReadPrimesRequest, _primemesh_v1_ReadPrimesResponse>
  Run: MethodDefinition<_primemesh_v1_RunRequestInput, _primemesh_v1_RunResponseInput, _primemesh_v1_RunRequest, _primemesh_v1_RunResponse>
}
