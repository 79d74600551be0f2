import { BackendError, dashboardUid, getJson } from '@prime-mesh/backends';
import { alertRules } from '../alerting/alert-rules.ts';
import { dashboards } from '../dashboards/dashboards.ts';

/**
 * Asks Grafana for every dashboard and rule.
 * @returns what is missing, or undefined if Grafana is not there
 */
export async function missingInGrafana(grafana: URL): Promise<string[] | undefined> {
  try {
    await getJson({ url: grafana }, 'api/health');
  } catch (error) {
    if (error instanceof BackendError) return undefined;
    throw error;
  }
  const pages = dashboards.map(({ name }) => `api/dashboards/uid/${dashboardUid(name)}`);
  const rules = alertRules.map(({ uid }) => `api/v1/provisioning/alert-rules/prime-mesh-${uid}`);
  const missing: string[] = [];
  for (const path of [...pages, ...rules]) {
    await getJson({ url: grafana }, path).catch((error: unknown) =>
      missing.push(`${path}: ${String(error)}`),
    );
  }
  return missing;
}
