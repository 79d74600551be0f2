import type { EnvReader } from './env-reader.ts';

/** Up to 50 names with commas between. */
const tenantList = /[\w.-]{1,128}(,[\w.-]{1,128}){0,49}/;

/** Reads what callers may control by baggage: the same variables for every service. */
export function readBaggageConfig(env: EnvReader) {
  const list = env.string('METRIC_TENANTS', { default: '', pattern: tenantList });
  const tenants = list === '' ? [] : list.split(',');
  if (tenants.includes('other'))
    env.refuse(`METRIC_TENANTS="${list}" must not name other, which stands for all the rest`);
  return {
    switches: {
      /** Whether `mesh.fault.<service>` is obeyed; off where real callers are served. */
      FAULTS_ENABLED: env.flag('FAULTS_ENABLED', { default: true }),
      /** Whether `mesh.debug` is obeyed; off where callers may not fill the trace store. */
      DEBUG_ENABLED: env.flag('DEBUG_ENABLED', { default: true }),
    },
    /** The tenants that metrics name; all others are `other`. Empty: the first 50 that come. */
    tenants,
  };
}
