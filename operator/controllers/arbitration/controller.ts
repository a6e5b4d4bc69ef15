import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { Change } from '../../kube/cache.ts';
import { concernsLimits } from '../limits/node-view.ts';
import { changesPolicy } from '../limits/policy-in-force.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { makePass } from './pass.ts';

/** One worker over the whole set of unfinished actions: a verdict depends on all of them, so no two passes may race. */
export function makeArbitrationController(deps: EngineDeps): Controller {
  const { caches } = deps;
  const queue = makeQueue<'all'>(deps, { name: 'arbitration' });
  const reconcile = makePass(deps);
  caches.actions.onChange((change) => {
    if (concernsVerdicts(change)) queue.add('all');
  });
  caches.plans.onChange((change) => {
    if (movesPhase(change) || namesOthers(change)) queue.add('all');
  });
  caches.policies.onChange((change) => {
    if (changesPolicy(change)) queue.add('all');
  });
  caches.nodes.onChange((change) => {
    if (concernsLimits(change)) queue.add('all');
  });
  return makeController(deps, { queue, reconcile, onStart: () => queue.add('all') });
}

/** What execution writes between two phases changes no verdict. */
function concernsVerdicts(change: Change<RemediationAction>): boolean {
  const { object, previous } = change;
  return movesPhase(change) || object.metadata.generation !== previous?.metadata.generation || beganDeletion(change);
}

/** An action counts as a plan's only while the plan names it. */
function namesOthers({ object, previous }: Change<RemediationPlan>): boolean {
  return childrenOf(object) !== childrenOf(previous);
}

function childrenOf(plan: RemediationPlan | undefined): string {
  const { steps = [], rollback = [] } = plan?.status ?? {};
  return [...steps, ...rollback].map(({ actionRef }) => actionRef?.name ?? '').join();
}

function beganDeletion({ object, previous }: Change<RemediationAction>): boolean {
  return object.metadata.deletionTimestamp !== previous?.metadata.deletionTimestamp;
}

function movesPhase({ kind, object, previous }: Change<RemediationAction> | Change<RemediationPlan>): boolean {
  return kind !== 'updated' || object.status?.phase !== previous?.status?.phase;
}
