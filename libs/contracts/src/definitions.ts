import { loadSync } from '@grpc/proto-loader';
import type { ExtractorDefinition } from './generated/primemesh/v1/Extractor.ts';
import type { LoaderDefinition } from './generated/primemesh/v1/Loader.ts';
import type { TransformerDefinition } from './generated/primemesh/v1/Transformer.ts';
import { protoFiles, protoOptions } from './proto-options.ts';

const packageDefinition = loadSync(protoFiles, protoOptions);

// The generated types describe what loadSync returns. Its own type does not.
export const Extractor = packageDefinition['primemesh.v1.Extractor'] as unknown as ExtractorDefinition;
export const Transformer = packageDefinition['primemesh.v1.Transformer'] as unknown as TransformerDefinition;
export const Loader = packageDefinition['primemesh.v1.Loader'] as unknown as LoaderDefinition;
