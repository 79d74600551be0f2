#!/usr/bin/env node
// In plain JavaScript: an older Node cannot read what is below, and would say so with a stack.
import process from 'node:process';

/** The first major version that runs everything here. */
const needed = 24;

if (Number.parseInt(process.versions.node, 10) >= needed) await import('./main.ts');
else {
  process.stderr.write(
    `meshctl needs Node ${needed} or newer, and this is ${process.version} at ${process.execPath}: ` +
      '"npm ci" brings one along, unless it is run with --ignore-scripts\n',
  );
  process.exitCode = 1;
}
