import type { HistogramRow, MetricRow } from '../../operator/metrics/metric-row.ts';
import type { PanelQuery } from './panel-row.ts';

/** The replicas of one engine have one job; Grafana fills it in. */
const job = 'job="$job"';

/** The series of a metric, those alone that `labels` choose. */
export function of({ name }: { readonly name: string }, labels = ''): string {
  return `${name}{${labels === '' ? job : `${job},${labels}`}}`;
}

/** Per second, over what the graph can show. */
export const rate = (row: MetricRow, labels?: string): string => `rate(${of(row, labels)}[$__rate_interval])`;

/** How often within the last hour: incidents are too rare for a rate. */
export const lastHour = (row: MetricRow, labels?: string): string => `increase(${of(row, labels)}[1h])`;

/** A quantile of the last hour, for each `label` when one is given. */
export function quantile(part: number, { name }: HistogramRow, label?: string): string {
  const by = label === undefined ? 'le' : `le, ${label}`;
  return `histogram_quantile(${part}, sum by (${by}) (increase(${of({ name: `${name}_bucket` })}[1h])))`;
}

/** A query with its legend. */
export const query = (expr: string, legend: string): PanelQuery => ({ expr, legend });
/** A metric that Prometheus or the runtime makes. */
export const runtime = (name: string): string => of({ name });
