import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as nodegraph from '@grafana/grafana-foundation-sdk/nodegraph';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { label, legend, spanLabel } from '../queries/label.ts';
import { serviceLinks } from './links.ts';
import type { Panel } from '../dashboards/panel.ts';
import { renderQuery } from './render-query.ts';

export type PanelBuilder =
  | timeseries.PanelBuilder
  | stat.PanelBuilder
  | bargauge.PanelBuilder
  | table.PanelBuilder
  | logs.PanelBuilder
  | nodegraph.PanelBuilder;

/** A panel as Grafana holds it; the layout follows from the order of panels, their widths and heights. */
export function renderPanel(panel: Panel, id: number): PanelBuilder {
  const { title, description, unit = 'short', width, height, queries } = panel;
  const builder: PanelBuilder = visualization(panel);
  builder.id(id).title(title).description(description).unit(unit).span(width).height(height).min(0);
  const source = queries[0]?.source ?? 'prometheus';
  builder.datasource({ type: source, uid: source });
  queries.forEach((query, index) =>
    builder.withTarget(renderQuery(query, refId(index), panel.columns !== undefined)),
  );
  return builder;
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** The value at the end of the time range. */
function last(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']);
}

function visualization(panel: Panel): PanelBuilder {
  switch (panel.kind) {
    case 'timeseries':
      return lines(panel);
    case 'stat':
      return new stat.PanelBuilder().reduceOptions(last());
    case 'bars':
      return new bargauge.PanelBuilder()
        .reduceOptions(last())
        .displayMode(BarGaugeDisplayMode.Basic)
        .orientation(VizOrientation.Horizontal);
    case 'table':
      return joined(panel);
    case 'logs':
      return new logs.PanelBuilder().showTime(true).enableLogDetails(true).wrapLogMessage(true);
    case 'node-graph':
      return new nodegraph.PanelBuilder();
  }
}

function lines({ stacked = false, max, queries }: Panel): timeseries.PanelBuilder {
  const builder = new timeseries.PanelBuilder()
    .fillOpacity(stacked ? 40 : 8)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None));
  if (max !== undefined) builder.max(max);
  const ofService = [label.service, spanLabel.service].find((name) =>
    queries.every((query) => query.source !== 'tempo' && query.legend?.includes(legend(name))),
  );
  return ofService === undefined ? builder : builder.dataLinks(serviceLinks(ofService));
}

/** One row for each value of a label, one column for each query. */
function joined({ columns, queries }: Panel): table.PanelBuilder {
  const builder = new table.PanelBuilder();
  if (columns === undefined) return builder;
  const times = queries.map((_, index) => [`Time ${index + 1}`, true]);
  const headings = queries.map((_, index) => [`Value #${refId(index)}`, columns.headings[index]]);
  return builder
    .withTransformation({ id: 'joinByField', options: { byField: columns.by, mode: 'outer' } })
    .withTransformation({
      id: 'organize',
      options: { excludeByName: Object.fromEntries(times), renameByName: Object.fromEntries(headings) },
    });
}
