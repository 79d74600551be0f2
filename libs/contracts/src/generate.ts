import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoDirectory, protoFiles, protoOptions } from './proto-options.ts';

export const generatedDirectory = fileURLToPath(new URL('./generated', import.meta.url));

/** Writes the types of the protos to `outDir`, with the options that decode messages at run time. */
export function generateTypes(outDir: string): void {
  const { longs, enums, defaults, oneofs } = protoOptions;
  const args = [
    `--longs=${longs.name}`,
    `--enums=${enums.name}`,
    `--defaults=${defaults}`,
    `--oneofs=${oneofs}`,
    '--includeComments',
    '--grpcLib=@grpc/grpc-js',
    '--importFileExtension=.ts',
    '--inputTemplate=%sInput',
    '--outputTemplate=%s',
    '--includeDirs=.',
    `--outDir=${outDir}`,
    ...protoFiles,
  ];
  // Run in the directory of the protos, so that generated comments name files alike on every machine.
  execFileSync('proto-loader-gen-types', args, { cwd: protoDirectory });
  // Besides messages and services it writes a file for each proto, for users of loadPackageDefinition.
  for (const file of globSync('*.ts', { cwd: outDir })) rmSync(join(outDir, file));
}

/** Runs `use` with a directory of freshly generated types, which is removed afterwards. */
export function withFreshTypes<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    generateTypes(directory);
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.main) {
  rmSync(generatedDirectory, { recursive: true, force: true });
  generateTypes(generatedDirectory);
}
