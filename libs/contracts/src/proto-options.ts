import type { Options } from '@grpc/proto-loader';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The directory of the protos. */
export const protoDirectory = fileURLToPath(new URL('../../../protos', import.meta.url));

/** The definition of the wire: every file of `protoDirectory`, relative to it. */
export const protoFiles = globSync('**/*.proto', { cwd: protoDirectory }).toSorted();

/** How messages look in memory. The generated types are made with the same options. */
export const protoOptions = {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [protoDirectory],
} satisfies Options;
