import type {
  PlanPhase,
  RemediationActionStatus,
  RemediationPlan,
  RemediationPlanStatus,
  StepStatus,
} from '../../operator/api/generated/types.ts';
import { at, buildAction } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint, buildPlan } from '../../operator/testing/plan-builder.ts';
import type { Observation } from './observation.ts';
import { cordonBody, intent, node, StoryBuilder } from './story-builder.ts';

/** One write of the story; told to a builder. */
export type Told = (story: StoryBuilder) => unknown;

/** What is different from the good story: writes that are told otherwise, more writes after one, and writes that are left out. */
export interface Changes {
  readonly instead?: Readonly<Record<string, Told>>;
  readonly after?: Readonly<Record<string, Told>>;
  readonly without?: readonly string[];
  /** When the looking ends, in seconds after the start. */
  readonly until?: number;
}

const owner = { name: 'plan-p', uid: 'uid-plan' };
export const pay = { metadata: { name: 'pay', namespace: 'shop', uid: 'uid-pay' } };
export const scaleEntry = { resource: 'deployments', subresource: 'scale', verb: 'update', namespace: 'shop' } as const;

/** The plan with that phase; steps and checkpoint as they stand. */
export function plan(phase: PlanPhase | undefined, more: Omit<RemediationPlanStatus, 'phase'> = {}): RemediationPlan {
  return buildPlan({
    name: owner.name,
    uid: owner.uid,
    steps: [
      { operation: 'cordon_node', target: 'Node/w1' },
      { layer: 'application', operation: 'scale_workload', target: 'Deployment/shop/pay', parameters: { replicas: 3 } },
    ],
    checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready'])],
    status: { phase, ...more },
  });
}

/** The action of a step, as it stands. */
export function action(name: 'cordon' | 'scale' | 'undo-scale' | 'undo-cordon', status?: RemediationActionStatus) {
  const scales = name.endsWith('scale');
  const undone = name.startsWith('undo-') ? { compensates: { name: `act-${name.slice(5)}`, uid: `uid-${name.slice(5)}` } } : {};
  return buildAction({
    name: `act-${name}`,
    uid: `uid-${name}`,
    type: scales ? 'resource_scaling' : 'node_remediation',
    target: scales ? 'Deployment/shop/pay' : 'Node/w1',
    plan: owner,
    timeoutSeconds: 60,
    ...undone,
    status,
  });
}

const step = (order: number, phase: StepStatus['phase']): StepStatus => ({
  name: `step-${order}`,
  phase,
  actionRef: { name: order === 1 ? 'act-cordon' : 'act-scale' },
});

const steps = {
  first: [step(1, 'Running')],
  second: [step(1, 'Succeeded'), step(2, 'Running')],
  both: [step(1, 'Succeeded'), step(2, 'Succeeded')],
};
const passed = [
  {
    name: 'infrastructure-healthy',
    layer: 'infrastructure' as const,
    result: 'Passed' as const,
    checks: [{ name: 'node_ready', type: 'node_ready', result: 'Passed' as const, observedAt: at(10) }],
  },
];
export const healthy = { steps: steps.second, checkpoints: passed };
const rolled = { steps: steps.both, checkpoints: passed };
const rows = [
  { step: 'step-2', result: 'Undone' as const, actionRef: { name: 'act-undo-scale' } },
  { step: 'step-1', result: 'Undone' as const, actionRef: { name: 'act-undo-cordon' } },
];
export const admitted: RemediationActionStatus = {
  phase: 'Admitted',
  conditions: [{ type: 'Admitted', status: 'True', reason: 'Free', message: '', lastTransitionTime: at(4) }],
};
export const ended = { phase: 'Succeeded', finishedAt: at(12) } as const;
const paid = { targetUid: 'uid-pay' };

export const endedPlan = plan('RolledBack', { ...rolled, rollback: rows, finishedAt: at(20) });

/** A plan that cordons and scales, is undone and ends as it should; each write has a name. */
const good: Readonly<Record<string, Told>> = {
  'node is there': (story) => story.stored(node()),
  'plan is there': (story) => story.stored(plan(undefined)),
  'plan begins': (story) => story.stored(plan('Executing', { steps: steps.first })),
  'cordon is asked for': (story) => story.stored(action('cordon')),
  'cordon is admitted': (story) => story.stored(action('cordon', admitted)),
  'cordon is intended': (story) => story.stored(action('cordon', { ...admitted, phase: 'Running', intents: [intent('cordon')] })),
  cordoned: (story) =>
    story.written(node({ cordoned: true, claim: owner.uid }), { resource: 'nodes', requestObject: cordonBody('token-cordon') }),
  'cordon is done': (story) => story.stored(action('cordon', { ...ended, intents: [intent('cordon', 'Done')] })),
  'plan looks': (story) => story.stored(plan('Verifying', { steps: steps.first })),
  'plan goes on': (story) => story.stored(plan('Executing', healthy)),
  'scale is asked for': (story) => story.stored(action('scale', admitted)),
  'scale is intended': (story) =>
    story.stored(action('scale', { ...admitted, phase: 'Running', intents: [intent('scale', undefined, paid)] })),
  scaled: (story) => story.written(pay, scaleEntry),
  'scale is done': (story) => story.stored(action('scale', { ...ended, intents: [intent('scale', 'Done', paid)] })),
  'plan undoes': (story) => story.stored(plan('RollingBack', rolled)),
  'undo-scale is asked for': (story) => story.stored(action('undo-scale', admitted)),
  'undo-scale is intended': (story) =>
    story.stored(action('undo-scale', { ...admitted, phase: 'Running', intents: [intent('undo-scale', undefined, paid)] })),
  'scaled back': (story) => story.written({ ...pay }, scaleEntry),
  'undo-scale is done': (story) => story.stored(action('undo-scale', { ...ended, intents: [intent('undo-scale', 'Done', paid)] })),
  'undo-cordon is asked for': (story) => story.stored(action('undo-cordon', admitted)),
  'undo-cordon is intended': (story) =>
    story.stored(action('undo-cordon', { ...admitted, phase: 'Running', intents: [intent('undo-cordon')] })),
  uncordoned: (story) => story.written(node(), { resource: 'nodes', requestObject: { spec: { unschedulable: null } } }),
  'undo-cordon is done': (story) => story.stored(action('undo-cordon', { ...ended, intents: [intent('undo-cordon', 'Done')] })),
  'plan ends': (story) => story.stored(endedPlan),
};

/** What is seen of the story, with the changes. */
export function goodStory(changes: Changes = {}): Observation {
  const { instead = {}, after = {}, without = [] } = changes;
  const unknown = [...Object.keys(instead), ...Object.keys(after), ...without].filter((name) => !(name in good));
  if (unknown.length > 0) throw new Error(`the story has no ${unknown.join(', ')}`);
  const story = new StoryBuilder();
  for (const [name, told] of Object.entries({ ...good, ...instead })) {
    if (!without.includes(name)) told(story);
    after[name]?.(story);
  }
  return story.until(changes.until ?? 60);
}
