import { isOver } from '../../api/terminal-phases.ts';
import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { formatKey, keyOf, namespaceOfKey } from '../../kube/client.ts';
import { indexForForetelling } from '../arbitration/foretell.ts';
import { changesPolicy } from '../limits/policy-in-force.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { idsOfAction, namingIn } from '../runtime/ids-of.ts';
import { executionWriter, isHeldByUs } from './finish.ts';
import { addIndexes, byNode, byPlan } from './owners.ts';
import { reconcileAction } from './reconcile.ts';

const workers = 8;

/** Carries out the actions that were admitted, several at a time, each by one worker. */
export function makeExecutionController(deps: EngineDeps): Controller {
  const { caches } = deps;
  const queue = makeQueue(deps, { name: 'execution', ownerOf: namespaceOfKey });
  const add = (action: RemediationAction): void => {
    if (isOurs(action)) queue.add(formatKey(keyOf(action)));
  };
  addIndexes(caches);
  indexForForetelling(deps);
  caches.actions.onChange(({ kind, object, origin }) => {
    if (kind !== 'deleted' && origin !== executionWriter) add(object);
  });
  caches.plans.onChange(({ kind, object }) => {
    if (kind === 'deleted' || isEnding(object)) caches.actions.byIndex(byPlan, object.metadata.uid).forEach(add);
  });
  caches.policies.onChange((change) => {
    if (changesPolicy(change)) caches.actions.list().forEach(add);
  });
  caches.nodes.onChange(({ object }) => {
    caches.actions.byIndex(byNode, object.metadata.name).forEach(add);
  });
  return makeController(deps, {
    queue,
    workers,
    reconcile: namingIn(caches.actions, idsOfAction, (key) => reconcileAction(deps, key)),
    onStart: () => caches.actions.list().forEach(add),
  });
}

/** Nothing that the plan did will be undone any more, so what was held for that may be let go. */
function isEnding(plan: RemediationPlan): boolean {
  return isOver(plan) || plan.metadata.deletionTimestamp !== undefined;
}

/** Admitted and Running ones are carried out; held ones are let go when they and their plan have ended, or when they are deleted. */
function isOurs(action: RemediationAction): boolean {
  const phase = action.status?.phase;
  if (phase === 'Admitted' || phase === 'Running') return true;
  return isHeldByUs(action) && (isOver(action) || action.metadata.deletionTimestamp !== undefined);
}
