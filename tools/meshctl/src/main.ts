#!/usr/bin/env node
import { endProcess } from '@prime-mesh/config';
import { runCli } from './cli.ts';

// A reader that stops early, as in `meshctl primes … | head`, ends the command without a failure. After a closed
// terminal (EIO) the command goes on, because what it started still has to be stopped.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  // oxlint-disable-next-line unicorn/no-process-exit -- nobody reads what is still to come
  if (error.code === 'EPIPE') process.exit(0);
});
process.stderr.on('error', () => {}); // nobody is left to tell

// Closing the terminal stops the command as Ctrl-C does.
process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));

process.exitCode = await runCli(process.argv.slice(2));
endProcess();
