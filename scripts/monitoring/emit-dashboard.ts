import { BigValueColorMode, BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder, QueryVariableBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as NumberBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as CourseBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { stateTable } from '../../operator/metrics/engine-table.ts';
import { sections } from './dashboard-panels.ts';
import type { PanelRow } from './panel-row.ts';

const source = { type: 'prometheus', uid: '${datasource}' };

/** Parts of the width of a dashboard. */
const across = 24;

/** The dashboard as Grafana imports it. */
export function emitDashboard(): string {
  const dashboard = new DashboardBuilder('Coordination engine')
    .uid('coordination-engine')
    .description('What the coordination engine does to this cluster, whether it helps, and whether the engine is well.')
    .tags(['coordination-engine', 'kubernetes'])
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .readonly()
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('job')
        .label('Job')
        .datasource(source)
        .query(`label_values(${stateTable.activeLimit.name}, job)`)
        .current({ text: 'coordination-engine', value: 'coordination-engine' }),
    );
  for (const { question, panels } of sections) {
    dashboard.withRow(new RowBuilder(question));
    const numbers = panels.filter(({ form }) => form === 'number');
    numbers.forEach((row, index) => dashboard.withPanel(panelOf(row).span(shareOf(index, numbers.length)).height(4)));
    const courses = panels.filter(({ form }) => form === 'course');
    for (const row of courses)
      dashboard.withPanel(
        panelOf(row)
          .span(across / 3)
          .height(8),
      );
  }
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`;
}

/** Numbers fill one line, since whatever follows a line that is not full would stand beside it; the last one takes what is left. */
function shareOf(index: number, count: number): number {
  const share = Math.floor(across / count);
  return index === count - 1 ? across - share * index : share;
}

function panelOf(row: PanelRow): NumberBuilder | CourseBuilder {
  const { title, says, form, unit, queries } = row;
  const panel =
    form === 'number'
      ? new NumberBuilder().colorMode(BigValueColorMode.Value).textMode(namesItself(row) ? BigValueTextMode.Name : BigValueTextMode.Auto)
      : new CourseBuilder().fillOpacity(10);
  panel.title(title).description(says).datasource(source).unit(unit).min(0);
  queries.forEach(({ expr, legend }, index) => panel.withTarget(targetOf(expr, legend, index)));
  return panel;
}

/** A panel whose number is always 1 shows what it is about. */
function namesItself({ title }: PanelRow): boolean {
  return title === 'Leader' || title === 'Version';
}

function targetOf(expr: string, legend: string, index: number): DataqueryBuilder {
  return new DataqueryBuilder()
    .datasource(source)
    .expr(expr)
    .legendFormat(legend)
    .refId(String.fromCharCode(65 + index))
    .range();
}
