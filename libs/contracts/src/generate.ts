import { protoPath as healthProto } from 'grpc-health-check';
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoDirectory, protoFiles, protoOptions } from './proto-options.ts';

export const generatedDirectory = fileURLToPath(new URL('./generated', import.meta.url));

/**
 * Writes the descriptors of our files, of those that they import, and of the health service, as one FileDescriptorSet:
 * sets in a row are one set. Those that proto-loader keeps are no match, as they have other names and no imports.
 */
function generateDescriptors(outDir: string): void {
  const sets = [protoDirectory, healthProto.replace(/health\/v1\/health\.proto$/, '')].map((directory) =>
    execFileSync('buf', ['build', directory, '--as-file-descriptor-set', '--exclude-source-info', '-o', '-']),
  );
  writeFileSync(join(outDir, 'descriptors.binpb'), Buffer.concat(sets));
}

/** Writes the types of the protos to `outDir`, with the options that decode messages at run time. */
function generateTypes(outDir: string): void {
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

/** Writes all that is generated to `outDir`. */
function generate(outDir: string): void {
  generateTypes(outDir);
  generateDescriptors(outDir);
}

/** Runs `use` with a directory of freshly generated files, which is removed afterwards. */
export function withFreshFiles<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    generate(directory);
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.main) {
  rmSync(generatedDirectory, { recursive: true, force: true });
  generate(generatedDirectory);
}
