#!/usr/bin/env node
import { runCli } from './cli.ts';

// A reader that has enough, as in `meshctl primes … | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // oxlint-disable-next-line unicorn/no-process-exit -- nobody reads what is still to come
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2));
