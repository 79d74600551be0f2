import { label, logLabel } from './label.ts';

/** The log records of the chosen services. */
export const chosenLogs = `{${label.service}=~"$service"}`;
/** A filter for what went wrong. */
export const trouble = `${logLabel.severity}=~"WARN|ERROR"`;
