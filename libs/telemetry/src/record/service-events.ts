import { names } from '../names/names.ts';
import type { Logger } from './logger.ts';

const { events, attributes } = names;

/** The events in the life of a service, which are the same in each. */
export function serviceEvents(log: Logger) {
  return {
    /** The service takes calls. */
    serviceStarted: (port: number): void =>
      log.info(events.serviceStarted, { [attributes.serverPort]: port }),
    /** The service takes no more calls. */
    serviceStopping: (): void => log.info(events.serviceStopping),
    /** Every call has ended. */
    serviceStopped: (): void => log.info(events.serviceStopped),
  };
}
