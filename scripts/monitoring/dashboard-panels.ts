import { doorTable } from '../../operator/metrics/door-table.ts';
import { documentTable, progressTable, stateTable } from '../../operator/metrics/engine-table.ts';
import { engine, standing } from './engine-panels.ts';
import { lastHour, of, quantile, query, rate } from './panel-queries.ts';
import type { PanelSection } from './panel-row.ts';

const doing: PanelSection = {
  question: 'What is it doing now?',
  panels: [
    {
      title: 'Active actions, and how many may be',
      says: 'At the limit everything else waits.',
      form: 'course',
      unit: 'short',
      queries: [query(`max(${of(documentTable.activeActions)})`, 'active'), query(`max(${of(stateTable.activeLimit)})`, 'limit')],
    },
    {
      title: 'Queue',
      says: 'Actions that have not begun: Pending ones are judged next, Blocked ones wait for others, the rest for a person.',
      form: 'course',
      unit: 'short',
      queries: [query(`max by (phase) (${of(stateTable.actions, 'phase=~"Pending|Blocked|AwaitingApproval"')})`, '{{phase}}')],
    },
    {
      title: 'Plans under way',
      says: 'Verifying is at a checkpoint; AwaitingApproval waits for a person.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`max by (phase) (${of(stateTable.plans, 'phase=~"Pending|AwaitingApproval|Executing|Verifying|RollingBack"')})`, '{{phase}}'),
        query(`max(${of(stateTable.stalled)})`, 'stalled'),
      ],
    },
    {
      title: 'What waits, and why',
      says: 'The ten most frequent reasons; the reference of reasons says what each waits for.',
      form: 'course',
      unit: 'short',
      queries: [query(`topk(10, max by (kind, reason) (${of(stateTable.blocked)}))`, '{{kind}} {{reason}}')],
    },
    {
      title: 'Storms',
      says: 'Groups of nodes that are left alone since too many of them are unhealthy, and namespaces whose alerts are only counted.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`max by (stage) (${of(stateTable.nodeStorms)})`, 'nodes {{stage}}'),
        query(`max(${of(stateTable.alertStorms)})`, 'alerts'),
      ],
    },
  ],
};

const endedPlans = (labels?: string): string => `sum(increase(${of(progressTable.planExecutions, labels)}[$__range]))`;

const helping: PanelSection = {
  question: 'Does it help?',
  panels: [
    {
      title: 'Plans that succeeded',
      says: 'Of those that ended in the time shown.',
      form: 'number',
      unit: 'percentunit',
      queries: [query(`${endedPlans('result="Succeeded"')} / ${endedPlans()}`, 'succeeded')],
    },
    {
      title: 'Plans that were rolled back',
      says: 'Of those that ended in the time shown. Many of them: the playbooks do not fit what happens here.',
      form: 'number',
      unit: 'percentunit',
      queries: [query(`${endedPlans('result=~"RolledBack|RollbackFailed"')} / ${endedPlans()}`, 'rolled back')],
    },
    {
      title: 'Rolled back, and not well',
      says: 'Each of these needs a person.',
      form: 'number',
      unit: 'short',
      queries: [query(`max(${of(stateTable.plans, 'phase="RollbackFailed"')})`, 'RollbackFailed')],
    },
    {
      title: 'How plans ended',
      says: 'Within the last hour each; and those whose signal came back although they succeeded.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`sum by (result) (${lastHour(progressTable.planExecutions)})`, '{{result}}'),
        query(`sum(${lastHour(progressTable.ineffective)})`, 'ineffective'),
      ],
    },
    {
      title: 'How long plans take',
      says: 'From when a plan took its targets to its end.',
      form: 'course',
      unit: 's',
      queries: [query(quantile(0.5, progressTable.planDuration), 'half'), query(quantile(0.95, progressTable.planDuration), '95 %')],
    },
    {
      title: 'How long steps and actions take (95 %)',
      says: 'A step waits for its turn, too; an action only runs.',
      form: 'course',
      unit: 's',
      queries: [
        query(quantile(0.95, progressTable.stepDuration, 'layer'), 'step {{layer}}'),
        query(quantile(0.95, progressTable.actionDuration, 'type'), '{{type}}'),
      ],
    },
    {
      title: 'Checkpoints',
      says: 'How they ended within the last hour, by layer. NotApplicable: there was nothing that could have been looked at.',
      form: 'course',
      unit: 'short',
      queries: [query(`sum by (layer, result) (${lastHour(progressTable.checkpoints)})`, '{{layer}} {{result}}')],
    },
    {
      title: 'Rollbacks, and what was undone',
      says: 'What made plans be rolled back, and what came of their steps, within the last hour.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`sum by (trigger) (${lastHour(progressTable.rollbacks)})`, 'since a {{trigger}}'),
        query(`sum by (result) (${lastHour(progressTable.rollbackSteps)})`, 'step {{result}}'),
      ],
    },
  ],
};

const reported: PanelSection = {
  question: 'What is reported to it?',
  panels: [
    {
      title: 'Anomalies',
      says: 'Judged for the first time within the last hour, and those that repeat another one.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`sum by (source, severity) (${lastHour(progressTable.anomalies)})`, '{{source}} {{severity}}'),
        query(`sum(${lastHour(progressTable.duplicates)})`, 'repeated'),
      ],
    },
    {
      title: 'Causes by layer',
      says: 'Where the cause of what is reported lies, within the last hour.',
      form: 'course',
      unit: 'short',
      queries: [query(`sum by (layer) (${lastHour(progressTable.anomalies)})`, '{{layer}}')],
    },
    {
      title: 'Alerts',
      says: 'What became of the alerts of the last hour; dropped and rejected ones are lost.',
      form: 'course',
      unit: 'short',
      queries: [
        query(`sum by (result) (${lastHour(doorTable.signals)})`, '{{result}}'),
        query(`sum(${lastHour(doorTable.truncated)})`, 'left out by Alertmanager'),
      ],
    },
    {
      title: 'Reports that were refused',
      says: 'Answers 4xx and 5xx, failed polls of Alertmanager, and connections that never became a request.',
      form: 'course',
      unit: 'reqps',
      queries: [
        query(`sum by (endpoint, code) (${rate(doorTable.requests, 'code=~"[45].."')})`, '{{endpoint}} {{code}}'),
        query(`sum(${rate(doorTable.polls, 'result="failure"')})`, 'polls'),
        query(`sum by (reason) (${rate(doorTable.refused)})`, '{{reason}}'),
      ],
    },
  ],
};

const arbitrating: PanelSection = {
  question: "Do actions get in each other's way?",
  panels: [
    {
      title: 'Conflicts per minute',
      says: 'Above 10 for 5 minutes HighConflictRate fires.',
      form: 'course',
      unit: 'short',
      queries: [query(`sum by (conflict_type) (${rate(documentTable.conflicts)}) * 60`, '{{conflict_type}}')],
    },
    {
      title: 'How fast conflicts are resolved (95 %)',
      says: 'Milliseconds are usual; above a second for 5 minutes SlowConflictResolution fires.',
      form: 'course',
      unit: 's',
      queries: [query(quantile(0.95, documentTable.resolutionTime), '95 %')],
    },
    {
      title: 'Actions that ended',
      says: 'Within the last hour, by type and by who asked for them.',
      form: 'course',
      unit: 'short',
      queries: [query(`sum by (type, source) (${lastHour(documentTable.actions)})`, '{{type}} {{source}}')],
    },
  ],
};

/** What the dashboard shows, from top to bottom. */
export const sections: readonly PanelSection[] = [standing, doing, helping, reported, arbitrating, engine];
