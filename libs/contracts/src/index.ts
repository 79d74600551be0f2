export { decodeAlgorithm } from './algorithm-codec.ts';
export { algorithms, type AlgorithmName } from './algorithms.ts';
export { DamagedBlockError, encodeBlock, receiveBlock } from './block-codec.ts';
export { copyBytes } from './copy-bytes.ts';
export { Extractor, Loader, Transformer } from './definitions.ts';
export { readDescriptors } from './descriptors.ts';
export { encodeErrorDetails, type ErrorDetails } from './error-details.ts';
export { InvalidMessageError } from './invalid-message-error.ts';
export {
  defaultPageSize,
  maxBlockBytes,
  maxDigits,
  maxDigitsFound,
  maxPageSize,
  minBlockBytes,
  sieveLimits,
} from './limits.ts';
export { protoDirectory } from './proto-options.ts';
export { decodeInteger, decodeRange, encodeRange } from './range-codec.ts';
export type { Algorithm } from './generated/primemesh/v1/Algorithm.ts';
export type { Block, BlockInput } from './generated/primemesh/v1/Block.ts';
export type { BlockSummary, BlockSummaryInput } from './generated/primemesh/v1/BlockSummary.ts';
export type { ExtractRequest, ExtractRequestInput } from './generated/primemesh/v1/ExtractRequest.ts';
export type { ExtractResponse, ExtractResponseInput } from './generated/primemesh/v1/ExtractResponse.ts';
export type { GetRunRequest } from './generated/primemesh/v1/GetRunRequest.ts';
export type { GetRunResponse, GetRunResponseInput } from './generated/primemesh/v1/GetRunResponse.ts';
export type { ListRunsRequest } from './generated/primemesh/v1/ListRunsRequest.ts';
export type { ListRunsResponse, ListRunsResponseInput } from './generated/primemesh/v1/ListRunsResponse.ts';
export type { NextPrimes } from './generated/primemesh/v1/NextPrimes.ts';
export type { PrimeFacts, PrimeFactsInput } from './generated/primemesh/v1/PrimeFacts.ts';
export type { Range, RangeInput } from './generated/primemesh/v1/Range.ts';
export type { ReadPrimesRequest } from './generated/primemesh/v1/ReadPrimesRequest.ts';
export type {
  ReadPrimesResponse,
  ReadPrimesResponseInput,
} from './generated/primemesh/v1/ReadPrimesResponse.ts';
export type { Run, RunInput } from './generated/primemesh/v1/Run.ts';
export type { RunRequest, RunRequestInput } from './generated/primemesh/v1/RunRequest.ts';
export type { RunResponse, RunResponseInput } from './generated/primemesh/v1/RunResponse.ts';
export type { RunState } from './generated/primemesh/v1/RunState.ts';
export type { ServiceUsage, ServiceUsageInput } from './generated/primemesh/v1/ServiceUsage.ts';
export type { TransformRequest, TransformRequestInput } from './generated/primemesh/v1/TransformRequest.ts';
export type {
  TransformResponse,
  TransformResponseInput,
} from './generated/primemesh/v1/TransformResponse.ts';
export type { Usage, UsageInput } from './generated/primemesh/v1/Usage.ts';
export type { Verification, VerificationInput } from './generated/primemesh/v1/Verification.ts';
export type { ExtractorDefinition, ExtractorHandlers } from './generated/primemesh/v1/Extractor.ts';
export type { LoaderDefinition, LoaderHandlers } from './generated/primemesh/v1/Loader.ts';
export type { TransformerDefinition, TransformerHandlers } from './generated/primemesh/v1/Transformer.ts';
export type { Timestamp } from './generated/google/protobuf/Timestamp.ts';
