import { isDeepStrictEqual } from 'node:util';
import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { isActionOver, isPlanOver } from '../../api/terminal-phases.ts';
import { formatKey, keyOf } from '../../kube/client.ts';
import type { Change } from '../../kube/cache.ts';
import { concernsLimits } from '../limits/node-view.ts';
import { changesPolicy } from '../limits/policy-in-force.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { foreignConditions } from '../../domain/conditions.ts';
import { byAnomaly, unfinishedPlans } from './observe.ts';

type Add = (key: string) => void;

/** Every change that may let a plan go on adds its key; nothing else does. */
export function wakePlans({ caches, rights }: Pick<EngineDeps, 'caches' | 'rights'>, add: Add): void {
  const { plans, actions, anomalies, nodes, policies } = caches;
  const addWaiting = (): void => {
    for (const plan of unfinishedPlans(caches)) if (waitsForOthers(plan)) add(formatKey(keyOf(plan)));
  };
  plans.onChange((change) => {
    if (!isOwnEcho(change)) add(formatKey(keyOf(change.object)));
    if (change.kind === 'deleted' || hasJustEnded(change)) addWaiting();
  });
  actions.onChange(({ kind, object }) => {
    const key = planKeyOf(object, plans);
    if (key) add(key);
    if (kind === 'deleted' || isActionOver(object)) addWaiting();
  });
  anomalies.onChange(({ object }) => {
    const { duplicateOf } = object.status ?? {};
    const concerned = [keyOf(object), ...(duplicateOf ? [duplicateOf] : [])].flatMap((key) => plans.byIndex(byAnomaly, formatKey(key)));
    for (const plan of concerned) add(formatKey(keyOf(plan)));
  });
  policies.onChange((change) => {
    if (!changesPolicy(change)) return;
    for (const plan of unfinishedPlans(caches)) add(formatKey(keyOf(plan)));
  });
  rights.known.onChange(addWaiting);
  nodes.onChange((change) => {
    const concerned = concernsLimits(change);
    for (const plan of unfinishedPlans(caches))
      if ((concerned && waitsForNodes(plan)) || verifiesNode(plan, change.object.metadata.name)) add(formatKey(keyOf(plan)));
  });
}

/** A deletion of the plan that orphans its actions takes their owner away while the plan still waits for their end; the label stays. */
function planKeyOf({ metadata }: RemediationAction, plans: EngineDeps['caches']['plans']): string | undefined {
  const owner = metadata.ownerReferences?.find((ref) => ref.controller && ref.kind === 'RemediationPlan');
  if (owner) return formatKey({ namespace: metadata.namespace, name: owner.name });
  const plan = plans.getByUid(metadata.labels?.[keys.planUid] ?? '');
  return plan && formatKey(keyOf(plan));
}

/** Only progression writes a plan's status and its finalizer, and it knows itself when to look again; an outside verifier adds its conditions. */
function isOwnEcho({ kind, object, previous }: Change<RemediationPlan>): boolean {
  return (
    kind === 'updated' &&
    previous?.metadata.generation === object.metadata.generation &&
    previous?.metadata.deletionTimestamp === object.metadata.deletionTimestamp &&
    isDeepStrictEqual(foreignConditions(previous?.status?.conditions), foreignConditions(object.status?.conditions))
  );
}

function hasJustEnded({ object, previous }: Change<RemediationPlan>): boolean {
  return isPlanOver(object) && !(previous && isPlanOver(previous));
}

function waitsForOthers({ status }: RemediationPlan): boolean {
  return status?.phase === 'Pending' || status?.blocked !== undefined;
}

const byNodes: ReadonlySet<string | undefined> = new Set(['StormActive', 'StormCooldown', 'NodeExcluded', 'PoolUpdating']);

function waitsForNodes({ status }: RemediationPlan): boolean {
  return byNodes.has(status?.blocked?.reason);
}

function verifiesNode({ spec, status }: RemediationPlan, node: string): boolean {
  if (status?.phase !== 'Verifying') return false;
  return spec.steps.some(({ action }) => action.target.kind === 'Node' && action.target.name === node);
}
