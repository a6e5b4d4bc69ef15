import { stateTable } from '../../operator/metrics/engine-table.ts';
import { kubeTable, loopTable } from '../../operator/metrics/runtime-table.ts';
import { lastHour, of, quantile, query, rate, runtime } from './panel-queries.ts';
import type { PanelSection } from './panel-row.ts';

/** Whether there is one, and which. */
export const standing: PanelSection = {
  question: 'Is it up, and who leads?',
  panels: [
    {
      title: 'Replicas',
      says: 'Replicas that Prometheus reaches. One is enough; with two the other takes over within seconds.',
      form: 'number',
      unit: 'short',
      queries: [query(`sum(${runtime('up')})`, 'up')],
    },
    {
      title: 'Leader',
      says: 'The one replica that decides and acts. Nothing is remediated while there is none.',
      form: 'number',
      unit: 'short',
      queries: [query(`max by (instance) (${of(kubeTable.leading)}) == 1`, '{{instance}}')],
    },
    {
      title: 'Up for',
      says: 'Time since the last start of a replica; a restart costs nothing but a look at what is under way.',
      form: 'number',
      unit: 's',
      queries: [query(`time() - max by (instance) (${runtime('process_start_time_seconds')})`, '{{instance}}')],
    },
    {
      title: 'Version',
      says: 'More than one while a new version is rolled out.',
      form: 'number',
      unit: 'short',
      queries: [query(`count by (version) (${of(kubeTable.build)})`, '{{version}}')],
    },
    {
      title: 'Kill switch, and breaker of models',
      says: 'With the first nothing begins; with the second nothing that only a model asks for.',
      form: 'number',
      unit: 'bool_on_off',
      queries: [query(`max(${of(stateTable.paused)})`, 'paused'), query(`max(${of(stateTable.modelBreaker)})`, 'models held')],
    },
  ],
};

/** How the process is. */
export const engine: PanelSection = {
  question: 'Is the engine itself well?',
  panels: [
    {
      title: 'Errors of reconciles',
      says: 'transient ones pass by themselves; terminal ones need a right or a change; a panic is a defect to report.',
      form: 'course',
      unit: 'reqps',
      queries: [
        query(
          `sum by (controller, kind) (${rate(loopTable.errorsByKind)}) > 0 or sum(${rate(loopTable.errorsByKind)})`,
          '{{controller}} {{kind}}',
        ),
      ],
    },
    {
      title: 'How long reconciles take (95 %)',
      says: 'By controller.',
      form: 'course',
      unit: 's',
      queries: [query(quantile(0.95, loopTable.time, 'controller'), '{{controller}}')],
    },
    {
      title: 'Work queues',
      says: 'What waits for a worker; more than a moment of it means that the engine does not keep up.',
      form: 'course',
      unit: 'short',
      queries: [query(`sum by (name) (${of(loopTable.depth)})`, '{{name}}')],
    },
    {
      title: 'Calls to the API server',
      says: 'An idle engine makes hardly any.',
      form: 'course',
      unit: 'reqps',
      queries: [query(`sum by (method, code) (${rate(kubeTable.requests)})`, '{{method}} {{code}}')],
    },
    {
      title: 'How long calls take (95 %)',
      says: 'As this process sees them.',
      form: 'course',
      unit: 's',
      queries: [query(quantile(0.95, kubeTable.latency, 'verb'), '{{verb}}')],
    },
    {
      title: 'Memory',
      says: 'Of the process; its container ends at the limit.',
      form: 'course',
      unit: 'bytes',
      queries: [
        query(`max by (instance) (${runtime('process_resident_memory_bytes')})`, '{{instance}}'),
        query(`max by (instance) (${runtime('nodejs_heap_size_used_bytes')})`, '{{instance}} heap'),
      ],
    },
    {
      title: 'Delay of the event loop (99 %)',
      says: 'Above a second the Lease is in danger.',
      form: 'course',
      unit: 's',
      queries: [query(`max by (instance) (${runtime('nodejs_eventloop_lag_p99_seconds')})`, '{{instance}}')],
    },
    {
      title: 'What was lost on the way',
      says: 'Watches that were opened again, changes that only the resync found, Events that were not written, spans that did not arrive.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`sum by (reason) (${lastHour(kubeTable.watchRestarts)})`, 'watch {{reason}}'),
        query(`sum(${lastHour(kubeTable.drift)})`, 'lost changes'),
        query(`sum(${lastHour(kubeTable.eventsDropped)})`, 'Events'),
        query(`sum(${lastHour(kubeTable.spans, 'result!="exported"')})`, 'spans'),
      ],
    },
  ],
};
