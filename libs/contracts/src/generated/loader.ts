import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { TimestampInput as _google_protobuf_TimestampInput, Timestamp as _google_protobuf_Timestamp } from './google/protobuf/Timestamp.ts';
import type { BlockInput as _primemesh_v1_BlockInput, Block as _primemesh_v1_Block } from './primemesh/v1/Block.ts';
import type { BlockStoredInput as _primemesh_v1_BlockStoredInput, BlockStored as _primemesh_v1_BlockStored } from './primemesh/v1/BlockStored.ts';
import type { BlockSummaryInput as _primemesh_v1_BlockSummaryInput, BlockSummary as _primemesh_v1_BlockSummary } from './primemesh/v1/BlockSummary.ts';
import type { GetRunRequestInput as _primemesh_v1_GetRunRequestInput, GetRunRequest as _primemesh_v1_GetRunRequest } from './primemesh/v1/GetRunRequest.ts';
import type { GetRunResponseInput as _primemesh_v1_GetRunResponseInput, GetRunResponse as _primemesh_v1_GetRunResponse } from './primemesh/v1/GetRunResponse.ts';
import type { ListRunsRequestInput as _primemesh_v1_ListRunsRequestInput, ListRunsRequest as _primemesh_v1_ListRunsRequest } from './primemesh/v1/ListRunsRequest.ts';
import type { ListRunsResponseInput as _primemesh_v1_ListRunsResponseInput, ListRunsResponse as _primemesh_v1_ListRunsResponse } from './primemesh/v1/ListRunsResponse.ts';
import type { LoaderClient as _primemesh_v1_LoaderClient, LoaderDefinition as _primemesh_v1_LoaderDefinition } from './primemesh/v1/Loader.ts';
import type { NextPrimesInput as _primemesh_v1_NextPrimesInput, NextPrimes as _primemesh_v1_NextPrimes } from './primemesh/v1/NextPrimes.ts';
import type { PrimeFactsInput as _primemesh_v1_PrimeFactsInput, PrimeFacts as _primemesh_v1_PrimeFacts } from './primemesh/v1/PrimeFacts.ts';
import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from './primemesh/v1/Range.ts';
import type { ReadPrimesRequestInput as _primemesh_v1_ReadPrimesRequestInput, ReadPrimesRequest as _primemesh_v1_ReadPrimesRequest } from './primemesh/v1/ReadPrimesRequest.ts';
import type { ReadPrimesResponseInput as _primemesh_v1_ReadPrimesResponseInput, ReadPrimesResponse as _primemesh_v1_ReadPrimesResponse } from './primemesh/v1/ReadPrimesResponse.ts';
import type { RunInput as _primemesh_v1_RunInput, Run as _primemesh_v1_Run } from './primemesh/v1/Run.ts';
import type { RunAcceptedInput as _primemesh_v1_RunAcceptedInput, RunAccepted as _primemesh_v1_RunAccepted } from './primemesh/v1/RunAccepted.ts';
import type { RunFinishedInput as _primemesh_v1_RunFinishedInput, RunFinished as _primemesh_v1_RunFinished } from './primemesh/v1/RunFinished.ts';
import type { RunProgressInput as _primemesh_v1_RunProgressInput, RunProgress as _primemesh_v1_RunProgress } from './primemesh/v1/RunProgress.ts';
import type { RunRequestInput as _primemesh_v1_RunRequestInput, RunRequest as _primemesh_v1_RunRequest } from './primemesh/v1/RunRequest.ts';
import type { RunResponseInput as _primemesh_v1_RunResponseInput, RunResponse as _primemesh_v1_RunResponse } from './primemesh/v1/RunResponse.ts';
import type { ServiceUsageInput as _primemesh_v1_ServiceUsageInput, ServiceUsage as _primemesh_v1_ServiceUsage } from './primemesh/v1/ServiceUsage.ts';
import type { UsageInput as _primemesh_v1_UsageInput, Usage as _primemesh_v1_Usage } from './primemesh/v1/Usage.ts';
import type { VerificationInput as _primemesh_v1_VerificationInput, Verification as _primemesh_v1_Verification } from './primemesh/v1/Verification.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_TimestampInput, _google_protobuf_Timestamp>
    }
  }
  primemesh: {
    v1: {
      Algorithm: EnumTypeDefinition
      Block: MessageTypeDefinition<_primemesh_v1_BlockInput, _primemesh_v1_Block>
      BlockStored: MessageTypeDefinition<_primemesh_v1_BlockStoredInput, _primemesh_v1_BlockStored>
      BlockSummary: MessageTypeDefinition<_primemesh_v1_BlockSummaryInput, _primemesh_v1_BlockSummary>
      GetRunRequest: MessageTypeDefinition<_primemesh_v1_GetRunRequestInput, _primemesh_v1_GetRunRequest>
      GetRunResponse: MessageTypeDefinition<_primemesh_v1_GetRunResponseInput, _primemesh_v1_GetRunResponse>
      ListRunsRequest: MessageTypeDefinition<_primemesh_v1_ListRunsRequestInput, _primemesh_v1_ListRunsRequest>
      ListRunsResponse: MessageTypeDefinition<_primemesh_v1_ListRunsResponseInput, _primemesh_v1_ListRunsResponse>
      /**
       * Loader runs, verifies and stores.
       */
      Loader: SubtypeConstructor<typeof grpc.Client, _primemesh_v1_LoaderClient> & { service: _primemesh_v1_LoaderDefinition }
      NextPrimes: MessageTypeDefinition<_primemesh_v1_NextPrimesInput, _primemesh_v1_NextPrimes>
      PrimeFacts: MessageTypeDefinition<_primemesh_v1_PrimeFactsInput, _primemesh_v1_PrimeFacts>
      Range: MessageTypeDefinition<_primemesh_v1_RangeInput, _primemesh_v1_Range>
      ReadPrimesRequest: MessageTypeDefinition<_primemesh_v1_ReadPrimesRequestInput, _primemesh_v1_ReadPrimesRequest>
      ReadPrimesResponse: MessageTypeDefinition<_primemesh_v1_ReadPrimesResponseInput, _primemesh_v1_ReadPrimesResponse>
      Run: MessageTypeDefinition<_primemesh_v1_RunInput, _primemesh_v1_Run>
      RunAccepted: MessageTypeDefinition<_primemesh_v1_RunAcceptedInput, _primemesh_v1_RunAccepted>
      RunFinished: MessageTypeDefinition<_primemesh_v1_RunFinishedInput, _primemesh_v1_RunFinished>
      RunProgress: MessageTypeDefinition<_primemesh_v1_RunProgressInput, _primemesh_v1_RunProgress>
      RunRequest: MessageTypeDefinition<_primemesh_v1_RunRequestInput, _primemesh_v1_RunRequest>
      RunResponse: MessageTypeDefinition<_primemesh_v1_RunResponseInput, _primemesh_v1_RunResponse>
      RunState: EnumTypeDefinition
      ServiceUsage: MessageTypeDefinition<_primemesh_v1_ServiceUsageInput, _primemesh_v1_ServiceUsage>
      Usage: MessageTypeDefinition<_primemesh_v1_UsageInput, _primemesh_v1_Usage>
      Verification: MessageTypeDefinition<_primemesh_v1_VerificationInput, _primemesh_v1_Verification>
    }
  }
}

