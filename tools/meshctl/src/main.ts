#!/usr/bin/env node
import { endProcess } from '@prime-mesh/config';
import { runCli } from './cli.ts';

// A reader that stops early, as in `meshctl primes … | head`, ends the command without a failure. After a closed
// terminal (EIO) the command goes on, because what it started still has to be stopped; so it does on a full disk.
let lost: Error | undefined;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // oxlint-disable-next-line unicorn/no-process-exit -- nobody reads what is still to come
  if (error.code === 'EPIPE') process.exit(0);
  if (error.code !== 'EIO') lost ??= error;
});
process.on('exit', () => {
  if (lost === undefined) return;
  process.stderr.write(`error standard output cannot be written: ${lost.message}\n`);
  process.exitCode = 1;
});
process.stderr.on('error', () => {}); // nobody is left to tell

// Closing the terminal stops the command as Ctrl-C does.
process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));

process.exitCode = await runCli(process.argv.slice(2));
endProcess();
