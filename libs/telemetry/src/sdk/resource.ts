import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import packageJson from '../../package.json' with { type: 'json' };
import type { Settings } from './environment/variables.ts';

/**
 * Describes this process to the backend. OTEL_RESOURCE_ATTRIBUTES wins over what is known here, and OTEL_SERVICE_NAME
 * over both. The command line and the user are left out on purpose: they may hold secrets and personal data.
 */
export function resourceFrom({
  OTEL_RESOURCE_ATTRIBUTES: pairs = [],
  OTEL_SERVICE_NAME: name,
}: Settings): Resource {
  const asked = pairs.map((pair) => pair.split('=').map((part) => decodeURIComponent(part.trim())));
  return defaultResource().merge(
    resourceFromAttributes({
      'service.namespace': 'prime-mesh',
      'service.version': packageJson.version,
      'service.instance.id': randomUUID(),
      'deployment.environment.name': 'local',
      'host.name': hostname(),
      ...Object.fromEntries(asked),
      ...(name && { 'service.name': name }),
    }),
  );
}
