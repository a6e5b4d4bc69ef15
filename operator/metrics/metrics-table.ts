import { doorTable } from './door-table.ts';
import { documentTable, progressTable, stateTable } from './engine-table.ts';
import type { MetricRow } from './metric-row.ts';
import { kubeTable, loopTable } from './runtime-table.ts';

/** Every metric of the engine by what it is about; those of the runtime (process_*, nodejs_*) are made by prom-client. */
export const metricsTable = {
  'The four of the document': Object.values(documentTable),
  'What became of anomalies, plans and actions': Object.values(progressTable),
  'How things stand': Object.values(stateTable),
  'The front doors': Object.values(doorTable),
  'The process, the API server and the caches': Object.values(kubeTable),
  'Controllers and their queues': Object.values(loopTable),
} as const satisfies Record<string, readonly MetricRow[]>;

/** The same rows in one list. */
export const allMetrics: readonly MetricRow[] = Object.values(metricsTable).flat();
