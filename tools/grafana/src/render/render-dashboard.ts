import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard as Model,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardUid } from '@prime-mesh/backends';
import { dashboardLinks, tag } from './links.ts';
import { panelId, type Dashboard } from '../dashboards/panel.ts';
import { renderPanel } from './render-panel.ts';
import { renderVariable } from './render-variable.ts';
import { variables } from '../queries/variables.ts';

/** Above the ids of all panels. */
const firstRowId = 1000;

/** A dashboard as Grafana reads it from a file. */
export function renderDashboard(dashboard: Dashboard): Model {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboardUid(dashboard.name))
    .description(dashboard.description)
    .tags([tag])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('10s')
    .tooltip(DashboardCursorSync.Crosshair)
    .link(dashboardLinks())
    .variables(variables.map(renderVariable));
  for (const [index, row] of dashboard.rows.entries()) {
    builder.withRow(new RowBuilder(row.title).id(firstRowId + index));
    for (const panel of row.panels) builder.withPanel(renderPanel(panel, panelId(dashboard, panel.title)));
  }
  return builder.build();
}
