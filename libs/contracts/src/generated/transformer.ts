import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { BlockInput as _primemesh_v1_BlockInput, Block as _primemesh_v1_Block } from './primemesh/v1/Block.ts';
import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from './primemesh/v1/Range.ts';
import type { TransformRequestInput as _primemesh_v1_TransformRequestInput, TransformRequest as _primemesh_v1_TransformRequest } from './primemesh/v1/TransformRequest.ts';
import type { TransformResponseInput as _primemesh_v1_TransformResponseInput, TransformResponse as _primemesh_v1_TransformResponse } from './primemesh/v1/TransformResponse.ts';
import type { TransformerClient as _primemesh_v1_TransformerClient, TransformerDefinition as _primemesh_v1_TransformerDefinition } from './primemesh/v1/Transformer.ts';
import type { UsageInput as _primemesh_v1_UsageInput, Usage as _primemesh_v1_Usage } from './primemesh/v1/Usage.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  primemesh: {
    v1: {
      Algorithm: EnumTypeDefinition
      Block: MessageTypeDefinition<_primemesh_v1_BlockInput, _primemesh_v1_Block>
      Range: MessageTypeDefinition<_primemesh_v1_RangeInput, _primemesh_v1_Range>
      TransformRequest: MessageTypeDefinition<_primemesh_v1_TransformRequestInput, _primemesh_v1_TransformRequest>
      TransformResponse: MessageTypeDefinition<_primemesh_v1_TransformResponseInput, _primemesh_v1_TransformResponse>
      /**
       * Transformer turns the candidates of a range into its primes.
       */
      Transformer: SubtypeConstructor<typeof grpc.Client, _primemesh_v1_TransformerClient> & { service: _primemesh_v1_TransformerDefinition }
      Usage: MessageTypeDefinition<_primemesh_v1_UsageInput, _primemesh_v1_Usage>
    }
  }
}

