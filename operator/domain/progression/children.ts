import { controllingPlanOf, keys } from '../../api/resource.ts';
import { usualAction } from '../../api/usual-action.ts';
import { canonicalJson } from '../../api/digest.ts';
import { actionName, stemOf } from '../../api/names.ts';
import type {
  PlanStep,
  RemediationAction,
  RemediationActionSpec,
  RemediationPlan,
  ResourceRef,
  StepStatus,
} from '../../api/generated/types.ts';
import { isApproved } from './approval.ts';
import type { NewAction, Refused, SeenPlan } from './seen.ts';

/** What became of an action that the plan's status names. */
export type Child =
  /** Named, and never seen: it is to be created. */
  | { readonly kind: 'absent' }
  /** Named, never seen, and the API server just refused to create it. */
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'ours'; readonly action: RemediationAction }
  /** Somebody else's object has the name. */
  | { readonly kind: 'foreign' }
  /** It was there and is not any more. */
  | { readonly kind: 'vanished' };

/** What the named action is; before its uid is recorded it is ours only with our owner reference and the wanted spec. */
export function childOf({ plan, actions, refused }: SeenPlan, ref: ResourceRef, wanted: NewAction): Child {
  const action = actions.get(ref.name);
  if (ref.uid !== undefined) return action?.metadata.uid === ref.uid ? { kind: 'ours', action } : { kind: 'vanished' };
  const refusal = refused?.get(ref.name);
  if (!action) return refusal ? { kind: 'refused', refused: refusal } : { kind: 'absent' };
  return isOwnedBy(plan, action) && sameSpec(action.spec, wanted.spec) ? { kind: 'ours', action } : { kind: 'foreign' };
}

/** Whether the plan of exactly this uid is the action's controller. */
export function isOwnedBy(plan: RemediationPlan, action: RemediationAction): boolean {
  return controllingPlanOf(action) === plan.metadata.uid;
}

/** Whether both ask for the same, their knobs aside; the source changes when a person approves the plan while its action is being made. */
export function sameSpec(a: RemediationActionSpec, b: RemediationActionSpec): boolean {
  return canonicalJson(withoutKnobs(a)) === canonicalJson(withoutKnobs(b));
}

function withoutKnobs(spec: RemediationActionSpec): object {
  return { ...spec, cancel: undefined, approval: undefined, source: undefined };
}

/** The action of a step under that name. */
export function stepAction(plan: RemediationPlan, step: PlanStep, name: string): NewAction {
  const { spec } = plan;
  const approved = isApproved(plan);
  return newAction(plan, name, {
    ...actionOf(step),
    source: approved ? 'manual' : spec.source,
    ...(spec.confidence === undefined ? {} : { confidence: spec.confidence }),
    ...(spec.requestedBy === undefined ? {} : { requestedBy: spec.requestedBy }),
    ...(step.timeoutSeconds === undefined ? {} : { timeoutSeconds: step.timeoutSeconds }),
    priority: spec.priority,
    dryRun: spec.mode === 'DryRun',
    ...usualAction,
  });
}

/** The action that undoes another one of the same plan: the same type, operation, target and parameters, first in every queue. */
export function undoAction(plan: RemediationPlan, step: PlanStep, name: string, undone: ResourceRef): NewAction {
  return newAction(plan, name, {
    ...actionOf(step),
    source: 'manual',
    ...(plan.spec.requestedBy === undefined ? {} : { requestedBy: plan.spec.requestedBy }),
    ...(step.timeoutSeconds === undefined ? {} : { timeoutSeconds: step.timeoutSeconds }),
    priority: 1,
    dryRun: false,
    compensates: { name: undone.name, uid: undone.uid ?? '' },
    ...usualAction,
  });
}

function actionOf({ action }: PlanStep): Pick<RemediationActionSpec, 'type' | 'operation' | 'target' | 'parameters'> {
  const { type, operation, target, parameters } = action;
  return { type, operation, target, ...(parameters === undefined ? {} : { parameters }) };
}

function newAction(plan: RemediationPlan, name: string, spec: RemediationActionSpec): NewAction {
  const { apiVersion, kind, metadata } = plan;
  return {
    apiVersion,
    kind: 'RemediationAction',
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: { [keys.planUid]: metadata.uid },
      ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }],
    },
    spec,
  };
}

/** The second choice for a name that somebody else has; undefined when the given one is the second already. */
export function otherName(plan: RemediationPlan, step: PlanStep, name: string, kind: 'step' | 'undo'): string | undefined {
  const parts = { undo: kind === 'undo', ...(kind === 'step' ? { repeat: repeatOf(plan, step, name) } : {}) };
  const second = actionName(stemOf(plan.metadata.name), step.order, { ...parts, parentUid: plan.metadata.uid });
  return second === name ? undefined : second;
}

/** The name of the step's next action: the first one, or the next repetition. */
export function nextName(plan: RemediationPlan, step: PlanStep, { actionRef }: StepStatus): string {
  const repeat = actionRef === undefined ? 1 : repeatOf(plan, step, actionRef.name) + 1;
  return actionName(stemOf(plan.metadata.name), step.order, { repeat });
}

/** The name of the action that undoes the step's. */
export function undoName(plan: RemediationPlan, step: PlanStep): string {
  return actionName(stemOf(plan.metadata.name), step.order, { undo: true });
}

const mostRepeats = 1000;

/** Which repetition has this name; 1 for the first action. The name itself is all that is recorded, so it is found by trying. */
function repeatOf({ metadata }: RemediationPlan, { order }: PlanStep, name: string): number {
  const stem = stemOf(metadata.name);
  for (let repeat = 1; repeat <= mostRepeats; repeat += 1) {
    if (name === actionName(stem, order, { repeat }) || name === actionName(stem, order, { repeat, parentUid: metadata.uid }))
      return repeat;
  }
  return 1;
}
