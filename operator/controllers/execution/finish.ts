import { isOver } from '../../api/terminal-phases.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { controllingPlanOf, finalizers } from '../../api/resource.ts';
import { intentOf } from '../../domain/execution/intents.ts';
import type { ClaimOwner } from '../../domain/execution/claim.ts';
import { keyOf } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import { releaseLock } from '../../operations/node-lock.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { releasing } from './causes.ts';
import { isDeletionOverdue } from './overdue.ts';
import { claimOf, ownerOf } from './owners.ts';
import { releaseClaim } from './release.ts';

/** Marks our own writes in the cache, whose echo says nothing new to us. */
export const executionWriter = 'execution';

/** Whether the action is held until what it left behind is settled. */
export function isHeldByUs({ metadata }: RemediationAction): boolean {
  return metadata.finalizers?.includes(finalizers.undo) ?? false;
}

/** The action cannot vanish before its effects are accounted for; returns it as stored. */
export async function hold(deps: EngineDeps, action: RemediationAction): Promise<RemediationAction> {
  if (isHeldByUs(action) || action.metadata.deletionTimestamp !== undefined) return action;
  return patchFinalizers(deps, action, [...(action.metadata.finalizers ?? []), finalizers.undo]);
}

/** An action that has ended holds no lock; one that nobody will undo any more leaves no claim behind either and may vanish. */
export async function finish(deps: EngineDeps, action: RemediationAction): Promise<void> {
  if (!isHeldByUs(action)) return;
  const due = isDue(deps, action);
  if (action.spec.target.kind === 'Node') await handBack(deps, action, due);
  if (!due) return;
  await patchFinalizers(deps, action, action.metadata.finalizers?.filter((finalizer) => finalizer !== finalizers.undo) ?? []);
}

async function handBack(deps: EngineDeps, action: RemediationAction, due: boolean): Promise<void> {
  const node = action.spec.target.name;
  try {
    await release(deps, action, due);
  } catch (error) {
    if (!isDeletionOverdue(deps, action)) throw error;
    deps.log.error('A node could not be handed back; the action is deleted all the same', { action: action.metadata.name, node, error });
  }
}

/** The cordon first and the lock after it: whoever takes the lock next must not find a cordon that is about to go (kured #1129). */
async function release(deps: EngineDeps, action: RemediationAction, due: boolean): Promise<void> {
  const node = action.spec.target.name;
  try {
    if (due) await releaseClaim(deps, node, { uid: claimOf(action), fate: fateOf(deps, action) });
  } finally {
    // A cordon that cannot be lifted is for a person to look at; the lock would only keep others away until it expires.
    if (deps.operations.get(action.spec.operation)?.locksNode)
      await releaseLock(releasing(deps, 'LockReleased', action.metadata.uid), node, action.metadata);
  }
}

/** Whether nobody needs the record any more: the plan does until it ends or is deleted, of its actions that have ended. */
function isDue({ caches }: EngineDeps, action: RemediationAction): boolean {
  const planUid = controllingPlanOf(action);
  const plan = planUid === undefined ? undefined : caches.plans.getByUid(planUid);
  const planEnded = !plan || isOver(plan);
  if (action.metadata.deletionTimestamp === undefined) return isOver(action) && planEnded;
  return planEnded || plan.metadata.deletionTimestamp !== undefined || !isOver(action);
}

/** Of an action that is deleted before its plan ended, only its own cordon is judged; the plan goes on with its other claims. */
function fateOf({ caches }: EngineDeps, action: RemediationAction): ClaimOwner {
  const { name } = action.spec.target;
  const owner = ownerOf(claimOf(action), name, caches);
  if (owner.kind !== 'unfinished') return owner;
  const cordoned = intentOf(action.status?.intents, 'cordon')?.outcome === 'Done' && action.status?.before?.['claimed'] !== true;
  if (!cordoned) return owner;
  const succeeded = action.status?.phase === 'Succeeded';
  return { kind: 'ended', phase: 'Cancelled', reason: action.status?.reason, keepsCordon: succeeded };
}

async function patchFinalizers(deps: EngineDeps, action: RemediationAction, list: readonly string[]): Promise<RemediationAction> {
  const { resourceVersion } = action.metadata;
  const body = { metadata: { resourceVersion, finalizers: list.length > 0 ? list : null } };
  const stored = await deps.client.patch<RemediationAction>(kinds.RemediationAction, keyOf(action), body);
  deps.caches.actions.upsert(stored, executionWriter);
  return stored;
}
