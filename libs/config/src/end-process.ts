/** How long the event loop may take to empty by itself, in ms. */
const graceMs = 100;

/**
 * Ends the process with the exit code that is set. Call it last, when nothing more is to be done.
 *
 * Mostly the event loop is empty by then. But a connect and the look-up of a name cannot be cancelled: where the
 * telemetry backend went away with its address, they would hold the process for up to two minutes.
 */
export function endProcess(): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- what is left in the event loop is not wanted
  setTimeout(() => process.exit(), graceMs).unref();
}
