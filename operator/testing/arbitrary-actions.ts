import fc from 'fast-check';
import type { CheckedWorld } from '../../e2e/checker/arbitration-facts.ts';
import type { ActionType, OperationName, RemediationAction } from '../api/generated/types.ts';
import { contenderOf, isHolding, isWaiting } from '../domain/arbitration/contender.ts';
import type { Seen } from '../domain/arbitration/decide.ts';
import { lockOf, type LockTarget } from '../domain/arbitration/targets.ts';
import { at, buildAction, targetFrom } from './action-builder.ts';
import { usualTerms } from './usual-terms.ts';

/** The second at which random sets are judged. */
export const judgedAt = 7200;

/** Where the pods of the few workloads are. */
export const placement: Readonly<Record<string, readonly string[]>> = {
  'Deployment/shop/pay': ['w1', 'w2'],
  'Deployment/shop/web': ['w2'],
  'Deployment/shop/far': ['w9'],
  'InferenceService/ai/model': [],
};

const work: readonly { readonly type: ActionType; readonly operations: readonly OperationName[]; readonly targets: readonly string[] }[] = [
  {
    type: 'node_remediation',
    operations: ['cordon_node', 'drain_node', 'monitor_mco', 'observe'],
    targets: ['Node/w1', 'Node/w2', 'Node/w3'],
  },
  {
    type: 'resource_scaling',
    operations: ['scale_workload', 'update_resources'],
    targets: ['Deployment/shop/pay', 'Deployment/shop/web', 'Deployment/shop/far'],
  },
  {
    type: 'application_remediation',
    operations: ['restart_deployment', 'rollout_undo'],
    targets: ['Deployment/shop/pay', 'Deployment/shop/web'],
  },
  { type: 'model_inference', operations: ['predict'], targets: ['InferenceService/ai/model'] },
  { type: 'alert_correlation', operations: ['correlate'], targets: ['Namespace/shop'] },
];

const work$ = fc
  .constantFrom(...work)
  .chain(({ type, operations, targets }) =>
    fc.record({ type: fc.constant(type), operation: fc.constantFrom(...operations), target: fc.constantFrom(...targets) }),
  );

const admitted = (second: number) => [
  { type: 'Admitted', status: 'True' as const, lastTransitionTime: at(second), reason: 'Admitted', message: '' },
];

const second$ = fc.integer({ min: 0, max: judgedAt });
const since$ = fc.constantFrom(0, 3000, judgedAt - 601, judgedAt - 600, judgedAt - 299, judgedAt);
const status$: fc.Arbitrary<RemediationAction['status']> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 5 },
  { arbitrary: since$.map((since) => ({ phase: 'Blocked' as const, blocked: { reason: 'ActiveLimit', since: at(since) } })), weight: 2 },
  {
    arbitrary: fc.tuple(since$, fc.constantFrom(-1, 0, 1)).map(([since, ahead]) => ({
      phase: 'Blocked' as const,
      blocked: { reason: 'OwnNode', since: at(since), until: at(judgedAt + ahead) },
    })),
    weight: 1,
  },
  { arbitrary: fc.constant({ phase: 'AwaitingApproval' as const }), weight: 1 },
  { arbitrary: second$.map((since) => ({ phase: 'Admitted' as const, conditions: admitted(since) })), weight: 1 },
  { arbitrary: second$.map((since) => ({ phase: 'Running' as const, conditions: admitted(since) })), weight: 1 },
);

const spec$ = fc.record({
  source: fc.constantFrom('deterministic' as const, 'manual' as const, 'ai_driven' as const),
  confidence: fc.constantFrom(0, 0.69, 0.7, 0.95, 1),
  priority: fc.integer({ min: 1, max: 5 }),
  createdAt: fc.constantFrom(0, 1, 2, 3),
  parameters: fc.constantFrom({}, { force: true }),
  dryRun: fc.constantFrom(false, false, false, false, false, false, true),
  approvalRequired: fc.constantFrom(false, false, false, false, true),
  status: status$,
});

const wish$ = fc.record({
  wish: spec$,
  work: work$,
  approved: fc.constantFrom(false, false, false, true),
  compensates: fc.constantFrom(false, false, false, false, false, true),
  plan: fc.constantFrom(undefined, undefined, undefined, 'p', 'q'),
});

type Wish = typeof wish$ extends fc.Arbitrary<infer T> ? Omit<T, 'plan'> : never;

function actionFrom({ work: { target, ...kind }, approved, compensates, wish }: Wish, index: number): RemediationAction {
  const undoes = { compensates: { name: 'x', uid: 'x' }, source: 'manual' as const, priority: 1 };
  return buildAction({
    name: `a${index}`,
    uid: `u${String(index).padStart(4, '0')}`,
    target,
    ...kind,
    ...wish,
    ...(approved && { approval: { decision: 'Approved' as const, by: 'eve' } }),
    ...(compensates && undoes),
  });
}

/** A set of actions with its circumstances, in the words of the engine and in those of the checker. */
export interface RandomCase {
  readonly actions: readonly RemediationAction[];
  readonly world: CheckedWorld;
}

const held$ = fc.dictionary(fc.constantFrom('Node/w1', 'Deployment/shop/pay'), fc.constantFrom('p', 'q', 'r'), { maxKeys: 2 });

/** Random sets of up to `size` actions on few targets, some at work already. */
export function randomCase(size = 12): fc.Arbitrary<RandomCase> {
  return fc
    .record({
      wishes: fc.array(wish$, { minLength: 1, maxLength: size }),
      held: held$,
      maxActive: fc.constantFrom(0, 2, 4, 10),
      scope: fc.constantFrom('Cluster' as const, 'Related' as const),
    })
    .map(({ wishes, held, maxActive, scope }) => {
      const actions = wishes.map(actionFrom);
      const plans: Record<string, string> = {};
      for (const [index, { metadata }] of actions.entries()) {
        const plan = wishes[index]?.plan;
        if (plan !== undefined) plans[metadata.uid] = plan;
      }
      return { actions, world: { placement, plans, held, threshold: 0.7, maxActive, scope } };
    });
}

const lockOfText = (text: string): LockTarget => lockOf({ ...targetFrom(text), nodes: placement[text] });

/** The case as the engine sees it. */
export function seenBy({ actions, world }: RandomCase): Seen {
  const contenders = (kept: (action: RemediationAction) => boolean) =>
    actions.filter(kept).map((action) => {
      const { kind, namespace, name } = action.spec.target;
      const lock = lockOfText(namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`);
      return contenderOf(action, world.plans?.[action.metadata.uid], lock);
    });
  return {
    ...usualTerms,
    holding: contenders(isHolding),
    waiting: contenders(isWaiting),
    holds: new Map(Object.entries(world.held ?? {}).map(([text, uid]) => [lockOfText(text).key, { uid, ref: `RemediationPlan/x/${uid}` }])),
    maxActive: world.maxActive,
    threshold: world.threshold,
    scope: world.scope,
  };
}
