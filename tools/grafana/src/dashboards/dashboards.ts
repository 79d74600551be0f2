import { baggage } from './baggage.ts';
import { mesh } from './mesh.ts';
import { resources } from './resources.ts';
import { runs } from './runs.ts';
import { telemetry } from './telemetry.ts';
import type { Dashboard } from './panel.ts';

/** Every dashboard; the first is the home page. */
export const dashboards: readonly Dashboard[] = [mesh, resources, runs, baggage, telemetry];
