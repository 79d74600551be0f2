import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoDirectory, protoFiles, protoOptions } from './proto-options.ts';

export const generatedDirectory = fileURLToPath(new URL('./generated', import.meta.url));

/** Writes the types of the protos into `outDir`, by the same options that decode messages at run time. */
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
  // Run inside the proto directory, so that the generated comments name files the same way on every machine.
  execFileSync('proto-loader-gen-types', args, { cwd: protoDirectory });
  // Beside the messages and services it writes a file for each proto, with the type of loadPackageDefinition's result.
  for (const file of globSync('*.ts', { cwd: outDir })) rmSync(join(outDir, file));
}

/** Runs `use` with a fresh copy of the generated types in a directory of its own. */
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
