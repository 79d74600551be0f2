import type { Options } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

/** Directory that holds primemesh/v1/*.proto. */
export const protoDirectory = fileURLToPath(new URL('../../../protos', import.meta.url));

/** The definition of the wire, relative to `protoDirectory`. */
export const protoFiles = ['extractor', 'transformer', 'loader'].map((name) => `primemesh/v1/${name}.proto`);

/** How messages look in memory; the generated types are made with the same options. */
export const protoOptions = {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [protoDirectory],
} satisfies Options;
