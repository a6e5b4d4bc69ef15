import type { LabelSet, MetricRow } from '../../operator/metrics/metric-row.ts';
import { metricsTable } from '../../operator/metrics/metrics-table.ts';
import { table } from './markdown.ts';

const head = `# Metrics

In the text format of Prometheus at \`/metrics\` of port 9090, and of port 8080 for whoever may \`get\` that address. Beside these there are \`process_*\` and
\`nodejs_*\`, what prom-client tells of any Node process.

Counters and histograms are those of one process, and begin at 0 with it; each fact is counted once, by the replica that recorded it, so that \`sum()\` over the
replicas is right across a change of the leader. What tells how things stand is the same from every replica, so \`max()\` is right for it.

Every series whose labels are listed here is there from the start, at 0, so that \`rate()\` sees the first event. No label tells of single objects: ten thousand
anomalies make the same series as ten. The alerts are in [monitoring](../monitoring.md).
`;

/** The reference of the metrics, from the table that they are registered by. */
export function emitMetrics(): string {
  const sections = Object.entries(metricsTable).map(([title, rows]) => `## ${title}\n\n${sectionOf(rows)}\n`);
  return [head, ...sections].join('\n');
}

function sectionOf(rows: readonly MetricRow[]): string {
  const cells = rows.map((row) => [`\`${row.name}\``, typeOf(row), row.unit ?? '1', row.help, labelsOf(row)]);
  return table(['metric', 'type', 'unit', 'help', 'labels'], cells);
}

function typeOf(row: MetricRow): string {
  return row.type === 'histogram' ? `histogram (${row.buckets.join(', ')})` : row.type;
}

function labelsOf({ labels }: MetricRow): string {
  return Object.entries(labels)
    .map(([label, set]) => `\`${label}\`: ${valuesOf(set)}`)
    .join('; ');
}

/** As many as a reader can take in; the closed sets that are longer have a reference of their own. */
const mostShown = 16;

function valuesOf({ values, more }: LabelSet): string {
  const shown = values.length > mostShown ? `${values.length} words` : values.join(', ');
  return [shown, more].filter((part) => part !== undefined && part !== '').join('; ');
}
