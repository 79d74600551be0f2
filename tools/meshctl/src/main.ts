#!/usr/bin/env node
import { runCli } from './cli.ts';

// A reader that has enough, as in `meshctl primes … | head`, is no failure; a terminal that was closed is one, but
// what was started still has to be stopped.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  // oxlint-disable-next-line unicorn/no-process-exit -- nobody reads what is still to come
  if (error.code === 'EPIPE') process.exit(0);
});
process.stderr.on('error', () => {}); // nowhere left to say it

// A closed terminal stops what runs in it as Ctrl-C does.
process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));

process.exitCode = await runCli(process.argv.slice(2));
