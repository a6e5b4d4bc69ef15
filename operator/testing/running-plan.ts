import type { RemediationAction, RemediationActionStatus, RemediationPlan, RemediationPlanStatus } from '../api/generated/types.ts';
import { stepAction } from '../domain/progression/children.ts';
import { decidePlan } from '../domain/progression/decide-plan.ts';
import type { Decision, Effect, SeenPlan } from '../domain/progression/seen.ts';
import { at, buildAction } from './action-builder.ts';
import { buildPlan, type PlanWish } from './plan-builder.ts';
import { buildSeen } from './simulate-plan.ts';

/** When the tests decide, unless they say otherwise: 1,000 s after the start of 2026. */
export const now = new Date(at(1000));

/** What is seen beside the plan. */
export type More = Partial<Omit<SeenPlan, 'plan' | 'actions'>> & { actions?: readonly RemediationAction[] };

/** What is decided for the plan; everything that it may ask for has to be answered. */
export function next(plan: RemediationPlan, more: More = {}, at_ = now): Extract<Decision, { kind: 'next' }> {
  const decision = decidePlan(buildSeen(plan, more), at_);
  if (decision.kind === 'ask') throw new Error(`it asks for ${JSON.stringify(decision.ask)}`);
  return decision;
}

/** A plan whose first step is Running, with its action seen before. */
export function running(wish: PlanWish = {}, change: Partial<RemediationPlanStatus> = {}): RemediationPlan {
  const plan = buildPlan({ steps: [{}, {}], ...wish });
  const [first, ...rest] = plan.spec.steps.map(({ name }) => ({ name, phase: 'Pending' as const }));
  const step = {
    ...first,
    name: 'step-1',
    phase: 'Running' as const,
    startedAt: at(900),
    actionRef: { name: 'act-test-01', uid: 'uid-act-test-01' },
  };
  return { ...plan, status: { phase: 'Executing', startedAt: at(890), steps: [step, ...rest], conditions: [], ...change } };
}

/** The action of the plan's first step with that status. */
export function actionOf(plan: RemediationPlan, status?: RemediationActionStatus, cancel = false): RemediationAction {
  const [step] = plan.spec.steps;
  if (!step) throw new Error('no step');
  const wanted = stepAction(plan, step, 'act-test-01');
  const action = buildAction({ name: 'act-test-01', plan: plan.metadata, status });
  return { ...action, spec: { ...wanted.spec, cancel } };
}

/** The effects in words: `create act-x`, `addFinalizer`, `stepStarted`. */
export const kindsOf = (effects: readonly Effect[]): string[] =>
  effects.map((effect) =>
    effect.kind === 'happened'
      ? effect.happening.what
      : effect.kind === 'createAction'
        ? `create ${effect.action.metadata.name}`
        : effect.kind,
  );
