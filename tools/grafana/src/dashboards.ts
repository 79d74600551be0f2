import { baggage } from './dashboards/baggage.ts';
import { mesh } from './dashboards/mesh.ts';
import { resources } from './dashboards/resources.ts';
import { runs } from './dashboards/runs.ts';
import { telemetry } from './dashboards/telemetry.ts';
import type { Dashboard } from './panel.ts';

/** Every dashboard; the first is the home page. */
export const dashboards: readonly Dashboard[] = [mesh, resources, runs, baggage, telemetry];
