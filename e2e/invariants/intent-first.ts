import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { Version } from '../harness/history.ts';
import { effectsIn, type Effect } from './effects.ts';
import { annotation, isOver, openAt, planOf, recordedIntents, type Recorded } from './engine-objects.ts';
import type { Invariant } from './observation.ts';
import { before, isGone, livesOf, timelines, type SeenNode, type Timeline } from './timeline.ts';

/**
 * 2: an effect that carries a token was announced under that token before; one that cannot carry any is made while an intent for it is
 * open (one intent covers all evictions of a node). Only a cordon whose owner has ended or vanished is lifted without.
 */
export const intentFirst: Invariant = ({ history, audit }) => {
  const actions = timelines(history, 'RemediationAction');
  const recorded = actions.flatMap(recordedIntents);
  const isAnnounced = (effect: Effect): boolean => {
    if (effect.token !== undefined) return recorded.some(({ intent, rv }) => intent.token === effect.token && rv < effect.rv);
    return openAt(actions, effect.rv).some((open) => allows(open, effect, history)) || liftsForTheGone(effect, history);
  };
  return effectsIn(audit, history)
    .filter((effect) => !isAnnounced(effect))
    .map(({ kind, object, rv }) => ({ invariant: 2, object, message: `${kind} at ${rv} without an intent that was recorded before` }));
};

const steps: Readonly<Partial<Record<Effect['kind'], readonly string[]>>> = {
  evict: ['evict', 'delete'],
  scale: ['scale', 'undo-scale'],
  restore: ['restore', 'undo-restore'],
  uncordon: ['uncordon', 'undo-cordon'],
};

function allows({ action, intent }: Recorded, effect: Effect, history: readonly Version[]): boolean {
  if (!steps[effect.kind]?.includes(intent.step)) return false;
  if (effect.kind === 'restore') return true; // the intent is about the pool
  return effect.kind === 'evict' ? drains(action, effect, history) : intent.targetUid === effect.uid;
}

/** Whether the pod was on the node that is drained; true when the pod was not watched. */
function drains({ spec }: RemediationAction, { uid, rv }: Effect, history: readonly Version[]): boolean {
  const pod = before(livesOf(history).get(uid ?? '') ?? [], rv)?.object;
  const on = (pod?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName;
  return spec.target.kind !== 'Node' || on === undefined || on === spec.target.name;
}

function liftsForTheGone({ kind, uid, rv }: Effect, history: readonly Version[]): boolean {
  if (kind !== 'uncordon') return false;
  const node = timelines(history, 'Node').find(([first]) => first?.object.metadata.uid === uid);
  const claim = node && claimBefore(node, rv);
  if (claim === undefined) return false;
  const plans = timelines(history, 'RemediationPlan');
  const actions = timelines(history, 'RemediationAction').filter(([first]) => first && isOf(first.object, claim));
  const owner = [...plans, ...actions].find(([first]) => first?.object.metadata.uid === claim);
  if (!owner || hasEnded(owner, rv)) return true;
  return actions.some((action) => before(action, rv)?.object.metadata.deletionTimestamp !== undefined);
}

function claimBefore(node: Timeline<SeenNode>, rv: number): string | undefined {
  return before(node, rv)?.object.metadata.annotations?.[annotation.claim];
}

function isOf(action: RemediationAction, claim: string): boolean {
  return planOf(action) === claim || action.metadata.uid === claim;
}

function hasEnded(owner: Timeline<RemediationPlan> | Timeline<RemediationAction>, rv: number): boolean {
  const moment = before<RemediationPlan | RemediationAction>(owner, rv);
  return moment ? isOver(moment.object) : isGone<RemediationPlan | RemediationAction>(owner);
}
