import { check, checkpoint, type Refusal, target, withStep } from './bad-shapes.ts';
import { condition, cordon, goodSpecs, node, restart, steps } from './good-objects.ts';
import type { KindName } from './kinds.ts';

const at = '2026-01-01T00:00:00Z';
const [first, second] = steps;
const others = (count: number): object[] => Array.from({ length: count }, (_, n) => condition(`example.com/Number${n}`, 'Unknown'));

const sourceWithoutConfidence = (kind: KindName): Refusal => ({
  what: '5 ai_driven without confidence',
  kind,
  spec: { ...goodSpecs[kind], source: 'ai_driven' },
  says: 'spec.confidence: Required value: confidence is required when source is ai_driven',
});

const atRoot = (kind: KindName, phase: string, outcome: string): Refusal[] => {
  const conditions = [condition(outcome)];
  return [
    {
      what: '14 leaving a terminal phase',
      kind,
      was: { status: { phase, conditions } },
      patch: { status: { phase: 'Pending' } },
      says: 'status.phase is terminal and cannot change; a retry is a new object',
    },
    {
      what: 'an edge that does not exist',
      kind,
      was: { status: { phase: 'Pending' } },
      patch: { status: { phase: kind === 'Anomaly' ? 'Remediating' : kind === 'RemediationPlan' ? 'Verifying' : 'Running' } },
      says: 'status.phase cannot go there from where it is',
    },
    {
      what: 'rewriting the outcome',
      kind,
      was: { status: { phase, conditions } },
      patch: { status: { conditions: [condition(outcome, 'True', 'Other')] } },
      says: 'the conditions of a finished object cannot change',
    },
    {
      what: 'another end',
      kind,
      was: { status: { finishedAt: at } },
      patch: { status: { finishedAt: '2026-01-01T00:00:01Z' } },
      says: 'status.finishedAt cannot change',
    },
    {
      what: 'an old leader',
      kind,
      was: { status: { epoch: 3 } },
      patch: { status: { epoch: 2 } },
      says: 'status.epoch cannot go back: an old leader wrote this',
    },
    { what: 'a name of 64 characters', kind, name: 'x'.repeat(64), says: 'metadata.name has at most 63 characters' },
    sourceWithoutConfidence(kind),
  ];
};

const approval = { decision: 'Approved', by: 'ann' };
const approvals = (kind: KindName): Refusal[] => [
  {
    what: '16 an approval at creation',
    kind,
    spec: { ...goodSpecs[kind], approval },
    says: 'spec.approval: Forbidden: spec.approval cannot be set at creation',
  },
];

/** What the CEL rules refuse, but for the fixed fields, which have a table of their own. */
export const ruleRefusals: readonly Refusal[] = [
  {
    what: '15 a target changed while it runs',
    kind: 'RemediationAction',
    was: { status: { phase: 'Running' } },
    patch: { spec: { target: { name: 'w2' } } },
    says: 'spec.target: Forbidden: spec.target cannot be changed after creation',
  },
  ...atRoot('Anomaly', 'Failed', 'Resolved'),
  ...atRoot('RemediationPlan', 'Failed', 'Failed'),
  ...atRoot('RemediationAction', 'Failed', 'Executed'),
  ...approvals('RemediationPlan'),
  ...approvals('RemediationAction'),
  {
    what: 'a Node with a namespace',
    kind: 'RemediationAction',
    spec: target({ namespace: 'shop' }),
    says: 'spec.target.namespace: Invalid value: a cluster-scoped target has no namespace',
  },
  {
    what: 'a Node with a namespace',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, targets: [{ ...node, namespace: 'shop' }] },
    says: 'spec.targets[0].namespace: Invalid value: a cluster-scoped target has no namespace',
  },
  {
    what: 'a Node with a namespace',
    kind: 'RemediationPlan',
    spec: withStep({ action: target({ namespace: 'shop' }) }),
    says: 'spec.steps[0].action.target.namespace: Invalid value: a cluster-scoped target has no namespace',
  },
  {
    what: 'a Node with a namespace in a check',
    kind: 'RemediationPlan',
    spec: check({ targets: [{ ...node, namespace: 'shop' }] }),
    says: 'targets[0].namespace: Invalid value: a cluster-scoped target has no namespace',
  },
  {
    what: 'an operation of another type',
    kind: 'RemediationAction',
    spec: { ...cordon, type: 'alert_correlation' },
    says: 'spec.operation: Invalid value: operation does not belong to this type',
  },
  {
    what: 'an operation of another type',
    kind: 'RemediationPlan',
    spec: withStep({ action: { ...restart, type: 'node_remediation' } }),
    says: 'spec.steps[0].action.operation: Invalid value: operation does not belong to this type',
  },
  {
    what: 'a cancel taken back',
    kind: 'RemediationAction',
    was: { spec: { cancel: true } },
    patch: { spec: { cancel: false } },
    says: 'spec.cancel: Forbidden: spec.cancel cannot be taken back',
  },
  {
    what: 'a cancel dropped',
    kind: 'RemediationPlan',
    was: { spec: { cancel: 'Stop' } },
    patch: { spec: { cancel: null } },
    says: 'spec.cancel: Forbidden: spec.cancel cannot be taken back; only Stop may become Rollback',
  },
  {
    what: 'Rollback turned to Stop',
    kind: 'RemediationPlan',
    was: { spec: { cancel: 'Rollback' } },
    patch: { spec: { cancel: 'Stop' } },
    says: 'spec.cancel cannot be taken back; only Stop may become Rollback',
  },
  {
    what: 'an undo of low priority',
    kind: 'RemediationAction',
    spec: { ...cordon, compensates: { name: 'a', uid: '1' } },
    says: 'a compensating action has priority 1 and source manual',
  },
  {
    what: 'an undo by a model',
    kind: 'RemediationAction',
    spec: { ...cordon, priority: 1, source: 'ai_driven', confidence: 1, compensates: { name: 'a', uid: '1' } },
    says: 'a compensating action has priority 1 and source manual',
  },
  {
    what: '20 the orders 1, 3',
    kind: 'RemediationPlan',
    spec: { steps: [first, { ...second, order: 3 }] },
    says: 'spec.steps: Invalid value: steps must have the orders 1..n, each once, in order',
  },
  {
    what: '20 an order twice',
    kind: 'RemediationPlan',
    spec: { steps: [first, { ...second, order: 1 }] },
    says: 'steps must have the orders 1..n, each once, in order',
  },
  {
    what: 'steps out of order',
    kind: 'RemediationPlan',
    spec: {
      steps: [
        { ...first, order: 2 },
        { ...second, order: 1 },
      ],
    },
    says: 'steps must have the orders 1..n, each once, in order',
  },
  {
    what: '21 an application step before an infrastructure step',
    kind: 'RemediationPlan',
    spec: {
      steps: [
        { ...second, order: 1 },
        { ...first, order: 2 },
      ],
    },
    says: 'spec.steps: Invalid value: steps must follow the layers: infrastructure, then platform, then application',
  },
  {
    what: '22 a checkpoint after step 9 of 2',
    kind: 'RemediationPlan',
    spec: checkpoint({ layer: 'application', afterStep: 9 }),
    says: 'a checkpoint must come after a step that exists (or 0, before all)',
  },
  {
    what: 'an infrastructure checkpoint after an application step',
    kind: 'RemediationPlan',
    spec: checkpoint({ afterStep: 2 }),
    says: 'a checkpoint cannot come after a step of a higher layer',
  },
  {
    what: 'a checkpoint before the last step of its layer',
    kind: 'RemediationPlan',
    spec: checkpoint({ afterStep: 0 }),
    says: 'a checkpoint must come after the last step of its layer',
  },
  {
    what: 'Succeeded without Complete',
    kind: 'RemediationPlan',
    was: { status: { phase: 'Verifying' } },
    patch: { status: { phase: 'Succeeded' } },
    says: 'phase Succeeded and condition Complete go together',
  },
  {
    what: 'Complete without Succeeded',
    kind: 'RemediationPlan',
    was: { status: { phase: 'Verifying' } },
    patch: { status: { conditions: [condition('Complete')] } },
    says: 'phase Succeeded and condition Complete go together',
  },
  {
    what: 'a ninth condition of somebody else',
    kind: 'RemediationPlan',
    was: { status: { conditions: others(8) } },
    patch: { status: { conditions: others(9) } },
    says: "at most 8 conditions that are not the engine's, so that it always has room for its own",
  },
  {
    what: 'an intent dropped',
    kind: 'RemediationAction',
    was: { status: { phase: 'Running', intents: [{ step: 'cordon', token: 't', at }] } },
    patch: { status: { intents: [] } },
    says: 'a recorded intent cannot be dropped or renamed',
  },
  {
    what: 'an intent with another token',
    kind: 'RemediationAction',
    was: { status: { phase: 'Running', intents: [{ step: 'cordon', token: 't', at }] } },
    patch: { status: { intents: [{ step: 'cordon', token: 'u', at }] } },
    says: 'a recorded intent cannot be dropped or renamed',
  },
  {
    what: 'another before',
    kind: 'RemediationAction',
    was: { status: { phase: 'Running', before: { unschedulable: false } } },
    patch: { status: { before: { unschedulable: true } } },
    says: 'status.before cannot change once recorded',
  },
  {
    what: 'a decision turned round',
    kind: 'RemediationAction',
    was: { spec: { approval: { decision: 'Denied', by: 'ann' } } },
    patch: { spec: { approval } },
    says: 'spec.approval: Forbidden: spec.approval is final once given',
  },
  {
    what: 'a decision withdrawn',
    kind: 'RemediationPlan',
    was: { spec: { approval } },
    patch: { spec: { approval: null } },
    says: 'spec.approval: Forbidden: spec.approval is final once given',
  },
];
