import type { RemediationAction } from '../../api/generated/types.ts';
import { isHolding, isWaiting, type Contender } from '../../domain/arbitration/contender.ts';
import { decide } from '../../domain/arbitration/decide.ts';
import { isLimitReason, type Hold, type LimitReason } from '../../domain/limits/hold.ts';
import { wishOfAction } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { asContender, newcomer } from './foretell.ts';
import { termsOf, unfinishedActions } from './observe.ts';
import { planHolds } from './plan-holds.ts';

/** Limits that arbitration judges itself, among those that ask for a place. */
const judgedThere: ReadonlySet<LimitReason> = new Set(['RateLimited', 'NodeBudget', 'StormCooldown']);

/**
 * The place of a new action in the queue, as arbitration would decide now by what this process has in its caches: 1 for the first one, and for
 * one that nothing stands before; 0 for one that stands in no queue, since a person is asked first or another does the same. Targets are
 * taken as they were last read. Needs indexForForetelling.
 */
export function placeInQueue(deps: EngineDeps, action: RemediationAction): number {
  const { uid } = action.metadata;
  const others = unfinishedActions(deps).filter(({ metadata }) => metadata.uid !== uid);
  const seen = {
    ...termsOf(deps),
    holds: planHolds(deps, { of: () => undefined }).holds,
    holding: others.filter(isHolding).map((other) => asContender(deps, other)),
    waiting: [...others.filter(isWaiting).map((other) => heldAsTold(deps, other)), heldByLimit(deps, action)],
  };
  const { verdicts, queue } = decide(seen, deps.clock.now());
  return verdicts.get(uid)?.kind === 'admitted' ? 1 : queue.indexOf(uid) + 1;
}

/** What its status says was judged by whoever leads, who has read more than is known here. */
function heldAsTold(deps: EngineDeps, action: RemediationAction): Contender {
  const { blocked, message = '' } = action.status ?? {};
  const contender = asContender(deps, action);
  if (!blocked || !isLimitReason(blocked.reason) || judgedThere.has(blocked.reason)) return contender;
  const { reason, until, by } = blocked;
  const hold: Hold = { reason, message, ...(until !== undefined && { until: new Date(until) }), ...(by !== undefined && { by }) };
  return { ...contender, hold };
}

/** Nothing was read about its target yet, which is no reason to call it unreadable. */
function heldByLimit(deps: EngineDeps, action: RemediationAction): Contender {
  const hold = deps.limits.onWish(wishOfAction(action, undefined)).find(({ reason }) => reason !== 'TargetUnreadable');
  return { ...newcomer(deps, action), dryRun: action.spec.dryRun, ...(hold && { hold }) };
}
