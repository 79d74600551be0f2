import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { BlockInput as _primemesh_v1_BlockInput, Block as _primemesh_v1_Block } from './primemesh/v1/Block.ts';
import type { ExtractRequestInput as _primemesh_v1_ExtractRequestInput, ExtractRequest as _primemesh_v1_ExtractRequest } from './primemesh/v1/ExtractRequest.ts';
import type { ExtractResponseInput as _primemesh_v1_ExtractResponseInput, ExtractResponse as _primemesh_v1_ExtractResponse } from './primemesh/v1/ExtractResponse.ts';
import type { ExtractorClient as _primemesh_v1_ExtractorClient, ExtractorDefinition as _primemesh_v1_ExtractorDefinition } from './primemesh/v1/Extractor.ts';
import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from './primemesh/v1/Range.ts';
import type { UsageInput as _primemesh_v1_UsageInput, Usage as _primemesh_v1_Usage } from './primemesh/v1/Usage.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  primemesh: {
    v1: {
      Algorithm: EnumTypeDefinition
      Block: MessageTypeDefinition<_primemesh_v1_BlockInput, _primemesh_v1_Block>
      ExtractRequest: MessageTypeDefinition<_primemesh_v1_ExtractRequestInput, _primemesh_v1_ExtractRequest>
      ExtractResponse: MessageTypeDefinition<_primemesh_v1_ExtractResponseInput, _primemesh_v1_ExtractResponse>
      /**
       * Extractor finds the integers of a range that have no small prime factor.
       */
      Extractor: SubtypeConstructor<typeof grpc.Client, _primemesh_v1_ExtractorClient> & { service: _primemesh_v1_ExtractorDefinition }
      Range: MessageTypeDefinition<_primemesh_v1_RangeInput, _primemesh_v1_Range>
      Usage: MessageTypeDefinition<_primemesh_v1_UsageInput, _primemesh_v1_Usage>
    }
  }
}

