/** Process managers kill 5 s after the first signal; ending by ourselves just before tells what hung. In ms. */
const watchdogMs = 4_800;

/**
 * Returns a signal that aborts on the first SIGINT or SIGTERM; further ones are ignored, as Nx and terminals send up to
 * four. From then on a process that does not end by itself is ended with exit code 1.
 */
export function untilStopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) return;
    stop.abort(name);
    setTimeout(() => {
      process.stderr.write(
        `still busy ${watchdogMs} ms after ${name}: ${process.getActiveResourcesInfo().join(' ')}\n`,
      );
      // oxlint-disable-next-line unicorn/no-process-exit -- the loop did not empty
      process.exit(1);
    }, watchdogMs).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
