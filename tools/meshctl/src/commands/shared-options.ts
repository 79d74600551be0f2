import { Argument, Option } from 'commander';

/** Which stored run is meant. */
export const whichRun = 'id of the run, the beginning of one, or "latest"';

/** The argument of commands on one stored run. */
export const runArgument = (): Argument => new Argument('<run>', whichRun);

/** How numbers may be typed. */
export const numbersNote =
  'Numbers may be written 1000000, 1_000_000, 1e12, 1e+12, 10^12 or 2^40-87. Some shells want "10^12" quoted.';

/** For commands that start services. */
export const verbose = (): Option => new Option('--verbose', 'show what the services print');

/** For commands that read telemetry. */
export const arrivalDeadline = (): Option =>
  new Option(
    '--deadline <seconds>',
    'how long to wait for what is still on its way (default: 30, with Grafana 60)',
  );

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
