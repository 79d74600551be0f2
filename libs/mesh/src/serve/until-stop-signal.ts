/** Process managers kill 5 s after the first signal. A process that ends itself just before can say what hung. In ms. */
const watchdogMs = 4_800;

/**
 * Returns a signal that aborts on the first SIGINT or SIGTERM. Further ones are ignored, as Nx and terminals send up to
 * four. A process that then does not end in time is ended with exit code 1.
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
