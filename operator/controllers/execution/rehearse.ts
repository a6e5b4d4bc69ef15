import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { Findings, Obstacle } from '../../domain/execution/rehearsal.ts';
import type { Inspection } from '../../domain/execution/look.ts';
import type { Wish } from '../../domain/limits/hold-on.ts';
import { approvalNeeded } from '../../domain/progression/approval.ts';
import { wordsOf } from '../../api/right.ts';
import { missingRights } from '../../kube/access.ts';
import { isForbidden } from '../../kube/errors.ts';
import type { Operation, OperationContext } from '../../operations/operation.ts';
import { rightsFor } from '../../operations/rights.ts';
import { tryEffects, type Trial } from '../../operations/try-effects.ts';
import { foretell } from '../arbitration/foretell.ts';
import { planUidOf } from '../runtime/owning-plan.ts';
import { wishOfAction, wishOfPlan } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** A dry run whose target was inspected. */
export interface Inspected {
  readonly operation: Operation;
  readonly context: OperationContext;
  readonly inspection: Inspection;
}

/** Everything that stands against the action if it were no dry run; nothing is stored by finding out. */
export async function rehearse(deps: EngineDeps, { operation, context, inspection }: Inspected): Promise<Findings> {
  const begun = inspection.kind === 'ready' ? { ...context, before: inspection.before } : context;
  const rights = (await missingRights(context.client, rightsFor(begun))).map(wordsOf);
  const trials = inspection.kind === 'ready' ? await tryEffects(begun, operation, inspection.targetUid) : [];
  const blockers = await blockersOf(operation, begun);
  const gates = [...(await gatesOf(deps, context.action)), ...waitIn(inspection), ...trials.flatMap(heldIn)];
  const refused = refusalIn(inspection) ?? trials.find((trial) => isRefusal(trial, rights));
  return {
    gates: distinct(gates),
    blockers,
    missingRights: rights,
    ...(refused && { refused: { reason: refused.reason, message: refused.message } }),
  };
}

/** What may not even be read is told of as a missing right. */
async function blockersOf(operation: Operation, context: OperationContext): Promise<readonly string[]> {
  try {
    return (await operation.blockers?.(context)) ?? [];
  } catch (error) {
    if (isForbidden(error)) return [];
    throw error;
  }
}

/** A write that only lacks a right is no refusal of its own. */
function isRefusal(trial: Trial, rights: readonly string[]): trial is Extract<Trial, { kind: 'refused' }> {
  return trial.kind === 'refused' && !(trial.reason === 'Forbidden' && rights.length > 0);
}

const heldIn = (trial: Trial): Obstacle[] => (trial.kind === 'held' ? [{ reason: trial.reason, message: trial.message }] : []);

function waitIn(inspection: Inspection): Obstacle[] {
  return inspection.kind === 'blocked' ? [{ reason: inspection.reason, message: inspection.message }] : [];
}

function refusalIn(inspection: Inspection): Obstacle | undefined {
  return inspection.kind === 'refused' ? inspection : undefined;
}

/** Limits on the action, and on the plan that it is a step of; what a person has to approve; and who would go first. */
async function gatesOf(deps: EngineDeps, action: RemediationAction): Promise<Obstacle[]> {
  const planUid = planUidOf(deps, action);
  const plan = planUid === undefined ? undefined : deps.caches.plans.getByUid(planUid);
  const own = wishOfAction(action, planUid);
  const ofPlan = plan && { ...wishOfPlan(plan), works: own.works.map((work) => ({ ...work, optional: isOptional(plan, action) })) };
  const wishes: readonly Wish[] = [...(ofPlan ? [ofPlan] : []), own].map((wish) => ({
    ...wish,
    dryRun: false,
  }));
  await deps.limits.read(wishes);
  const holds = wishes.flatMap((wish) => deps.limits.onWish(wish));
  const approval = plan && approvalNeeded(plan, deps.policy());
  return [...holds, approval ?? [], foretell(deps, action) ?? []].flat();
}

/** Whether the plan would go on without the step that the action is for. */
function isOptional({ spec, status }: RemediationPlan, { metadata }: RemediationAction): boolean {
  const name = status?.steps?.find(({ actionRef }) => actionRef?.name === metadata.name)?.name;
  return spec.steps.some((step) => step.name === name && step.required === false);
}

function distinct(gates: readonly Obstacle[]): Obstacle[] {
  return [...new Map(gates.map(({ reason, message }) => [`${reason} ${message}`, { reason, message }])).values()];
}
