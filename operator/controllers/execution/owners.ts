import type { RemediationAction } from '../../api/generated/types.ts';
import { controllingPlanOf, keys } from '../../api/resource.ts';
import { isOver } from '../../api/terminal-phases.ts';
import type { ClaimOwner } from '../../domain/execution/claim.ts';
import type { EngineDeps } from '../runtime/deps.ts';

type Caches = EngineDeps['caches'];

/** Value of the claim that the action leaves on a node. */
export function claimOf(action: RemediationAction): string {
  return controllingPlanOf(action) ?? action.metadata.uid;
}

/** Index of the actions by the plan that controls them, or did before a deletion orphaned them. */
export const byPlan = 'execution/plan';
/** Index of the actions that are Running by the node that is their target. */
export const byNode = 'execution/node';

/** The caches can be asked for the actions of a plan and for those at work on a node. */
export function addIndexes({ actions }: Caches): void {
  actions.addIndex(byPlan, (action) => [controllingPlanOf(action) ?? action.metadata.labels?.[keys.planUid] ?? []].flat());
  actions.addIndex(byNode, ({ spec, status }) => (status?.phase === 'Running' && spec.target.kind === 'Node' ? [spec.target.name] : []));
}

/** What became of the plan or lone action with that uid, seen from a node. */
export function ownerOf(uid: string, nodeName: string, { plans, actions }: Caches): ClaimOwner {
  const plan = plans.getByUid(uid);
  const lone = actions.getByUid(uid);
  const children = actions.byIndex(byPlan, uid);
  const keepsCordon = [...children, ...(lone ? [lone] : [])].some((action) => wantsCordon(action, nodeName));
  const owner = plan ?? lone;
  if (owner && !isOver(owner)) return { kind: 'unfinished' };
  if (owner) return { kind: 'ended', phase: owner.status?.phase ?? '', reason: owner.status?.reason, keepsCordon };
  // A deleted plan counts as stopped as long as an action is left that says what it did.
  return children.length > 0 ? { kind: 'ended', phase: 'Cancelled', keepsCordon } : { kind: 'gone' };
}

/** Whether the action cordoned or drained the node for good: that was its purpose, and it was reached. */
function wantsCordon({ spec, status }: RemediationAction, nodeName: string): boolean {
  const { operation, target, compensates } = spec;
  return status?.phase === 'Succeeded' && !compensates && target.name === nodeName && ['cordon_node', 'drain_node'].includes(operation);
}

/** Whether the object is a plan's child by label or owner; for lists that carry metadata only. */
export function belongsTo(metadata: RemediationAction['metadata'], uid: string): boolean {
  return metadata.labels?.[keys.planUid] === uid || (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
}
