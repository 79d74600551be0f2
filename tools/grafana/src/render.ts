import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard as Model,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardUid } from '@prime-mesh/backends';
import { dashboardLinks, tag } from './links.ts';
import type { Dashboard } from './panel.ts';
import { renderPanel } from './render-panel.ts';
import { variables } from './variables.ts';

/** Above the ids of all panels. */
const firstRowId = 1000;

/** A dashboard as Grafana reads it from a file. */
export function render(dashboard: Dashboard): Model {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboardUid(dashboard.name))
    .description(dashboard.description)
    .tags([tag])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('10s')
    .tooltip(DashboardCursorSync.Crosshair)
    .link(dashboardLinks())
    .variables(variables());
  for (const [index, row] of dashboard.rows.entries()) {
    builder.withRow(new RowBuilder(row.title).id(firstRowId + index));
    for (const panel of row.panels) builder.withPanel(renderPanel(panel, panelId(dashboard, panel.title)));
  }
  return builder.build();
}

/** Counts from 1 in the order of the page; alert rules refer to panels by it. */
export function panelId(dashboard: Dashboard, title: string): number {
  const titles = dashboard.rows.flatMap(({ panels }) => panels).map((panel) => panel.title);
  const index = titles.indexOf(title);
  if (index < 0) throw new Error(`no panel ${title} on dashboard ${dashboard.name}`);
  return index + 1;
}
