import { labelValues as values } from './label-values.ts';
import type { CounterRow, GaugeRow, HistogramRow, MetricRow } from './metric-row.ts';

/** Upper bounds in seconds of what takes milliseconds to seconds. */
export const quickBuckets = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Upper bounds in seconds of what takes seconds to hours: the timeouts of operations and checks, and a plan of several. */
export const slowBuckets = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];

/** What the document names; its names, HELP texts, labels and buckets are kept to the letter. */
export const documentTable = {
  actions: {
    type: 'counter',
    name: 'coordination_actions_total',
    help: 'Total actions processed',
    labels: { type: values.actionType, source: values.source },
  },
  conflicts: {
    type: 'counter',
    name: 'coordination_conflicts_total',
    help: 'Total conflicts detected',
    labels: { conflict_type: values.conflictType },
  },
  resolutionTime: {
    type: 'histogram',
    name: 'coordination_resolution_time_seconds',
    help: 'Time to resolve conflicts',
    labels: {},
    unit: 'seconds',
    buckets: quickBuckets,
  },
  activeActions: { type: 'gauge', name: 'coordination_active_actions', help: 'Currently active actions', labels: {} },
} as const satisfies Record<string, MetricRow>;

/** What is counted where it is decided; each once, by the replica that recorded it. */
export const progressTable = {
  anomalies: {
    type: 'counter',
    name: 'coordination_anomalies_total',
    help: 'Anomalies that were judged for the first time, by the layer of their cause as it was seen then',
    labels: { source: values.source, severity: values.severity, layer: values.layerOrNone },
  },
  duplicates: {
    type: 'counter',
    name: 'coordination_anomalies_deduplicated_total',
    help: 'Anomalies that repeat another one, which counts them',
    labels: {},
  },
  ineffective: {
    type: 'counter',
    name: 'coordination_ineffective_total',
    help: 'Plans that succeeded and did not keep their signal away',
    labels: {},
  },
  planExecutions: {
    type: 'counter',
    name: 'coordination_plan_executions_total',
    help: 'Plans that ended, by the phase in which they did',
    labels: { result: values.planEnd },
  },
  planDuration: {
    type: 'histogram',
    name: 'coordination_plan_duration_seconds',
    help: 'Time from when a plan took its targets to its end',
    labels: { result: values.planEnd },
    unit: 'seconds',
    buckets: slowBuckets,
  },
  stepDuration: {
    type: 'histogram',
    name: 'coordination_plan_step_duration_seconds',
    help: 'Time from when the action of a step was asked for to its end, waits for its turn included',
    labels: { layer: values.layer, result: values.stepEnd },
    unit: 'seconds',
    buckets: slowBuckets,
  },
  actionDuration: {
    type: 'histogram',
    name: 'coordination_action_duration_seconds',
    help: 'Time for which an action was Running',
    labels: { type: values.actionType, result: values.ranActionEnd },
    unit: 'seconds',
    buckets: slowBuckets,
  },
  checkpoints: {
    type: 'counter',
    name: 'coordination_checkpoints_total',
    help: 'Health checkpoints by layer and final result',
    labels: { layer: values.layer, result: values.checkpointEnd },
  },
  rollbacks: {
    type: 'counter',
    name: 'coordination_rollbacks_total',
    help: 'Plans that were rolled back, by what made them be and what came of it',
    labels: { trigger: values.rollbackTrigger, result: values.rolledBack },
  },
  rollbackSteps: {
    type: 'counter',
    name: 'coordination_rollback_steps_total',
    help: 'Steps rolled back by result',
    labels: { result: values.rollbackEnd },
  },
} as const satisfies Record<string, CounterRow | HistogramRow>;

const ofConfig = 'those that config/rbac and config/opt-in name, of which each has its series';

/** What is read from the caches and the policy at each scrape; every replica tells the same. */
export const stateTable = {
  anomalies: {
    type: 'gauge',
    name: 'coordination_anomalies',
    help: 'Anomalies that are kept, by phase',
    labels: { phase: values.anomalyPhase },
  },
  plans: { type: 'gauge', name: 'coordination_plans', help: 'Plans by phase', labels: { phase: values.planPhase } },
  actions: {
    type: 'gauge',
    name: 'coordination_actions',
    help: 'Actions that are kept, by phase; those that are not admitted yet are the queue',
    labels: { phase: values.actionPhase },
  },
  blocked: {
    type: 'gauge',
    name: 'coordination_blocked',
    help: 'Unfinished objects that wait, by kind and reason',
    labels: { kind: values.kind, reason: values.waitingReason },
  },
  activeLimit: {
    type: 'gauge',
    name: 'coordination_active_actions_limit',
    help: 'How many actions may be active at once',
    labels: {},
  },
  stalled: {
    type: 'gauge',
    name: 'coordination_plans_stalled',
    help: 'Plans under way of which a step, a wait, a checkpoint or the rollback takes longer than its own timeout allows',
    labels: {},
  },
  paused: {
    type: 'gauge',
    name: 'coordination_remediation_paused',
    help: 'Whether the kill switch is on, so that nothing begins',
    labels: {},
    unit: '0 or 1',
  },
  modelBreaker: {
    type: 'gauge',
    name: 'coordination_ai_breaker_open',
    help: 'Whether nothing begins that only a model asks for, because too much of that failed',
    labels: {},
    unit: '0 or 1',
  },
  nodeStorms: {
    type: 'gauge',
    name: 'coordination_node_storms',
    help: 'Groups of nodes with too many unhealthy ones, or not yet over that, by stage',
    labels: { stage: values.nodeStage },
  },
  alertStorms: {
    type: 'gauge',
    name: 'coordination_alert_storms',
    help: 'Namespaces for which more alerts come than they may hold anomalies, so that further ones are only counted',
    labels: {},
  },
  missingRights: {
    type: 'gauge',
    name: 'coordination_missing_rights',
    help: 'Whether the engine lacks a right that config/ can give it, by resource and verb; nothing until the API server was asked',
    labels: { resource: { values: [], more: ofConfig }, verb: { values: [], more: ofConfig } },
    unit: '0 or 1',
  },
  playbooks: {
    type: 'gauge',
    name: 'coordination_playbooks',
    help: 'Playbooks in force, shipped ones and those of ConfigMaps',
    labels: {},
  },
  playbooksRefused: {
    type: 'gauge',
    name: 'coordination_playbooks_refused',
    help: 'Faults for which playbooks of ConfigMaps are not taken',
    labels: {},
  },
} as const satisfies Record<string, GaugeRow>;
