import type { RemediationAction } from '../../api/generated/types.ts';
import { contenderOf, isHolding, isWaiting, targetOf, type Contender } from '../../domain/arbitration/contender.ts';
import { decide } from '../../domain/arbitration/decide.ts';
import type { Verdict } from '../../domain/arbitration/verdict.ts';
import { messageOf } from '../../domain/arbitration/verdict-message.ts';
import type { Obstacle } from '../../domain/execution/rehearsal.ts';
import { ruleOverAction } from '../../domain/policy/approval-rules.ts';
import { isLimitReason } from '../../domain/limits/hold.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { planUidOf } from '../runtime/owning-plan.ts';
import { indexUnfinishedActions, termsOf, unfinishedActions } from './observe.ts';
import { indexExecutingPlans, planHolds } from './plan-holds.ts';

/** Verdicts can be foretold from now on. */
export function indexForForetelling(deps: Pick<EngineDeps, 'caches'>): void {
  indexUnfinishedActions(deps);
  indexExecutingPlans(deps);
}

/** What arbitration would say now if the dry run were none; undefined when it would be admitted. Targets are taken as they were last read. */
export function foretell(deps: EngineDeps, action: RemediationAction): Obstacle | undefined {
  const others = unfinishedActions(deps).filter(({ metadata }) => metadata.uid !== action.metadata.uid);
  const { holds } = planHolds(deps, { of: () => undefined });
  const seen = {
    ...termsOf(deps),
    holds,
    holding: others.filter(isHolding).map((other) => asContender(deps, other)),
    waiting: [...others.filter(competes).map((other) => asContender(deps, other)), newcomer(deps, action)],
  };
  const verdict = decide(seen, deps.clock.now()).verdicts.get(action.metadata.uid);
  return verdict && obstacleIn(action, verdict);
}

/** An unfinished action as arbitration sees it, its target as it was last read. */
export function asContender(deps: EngineDeps, action: RemediationAction): Contender {
  const planUid = planUidOf(deps, action);
  return { ...contenderOf(action, planUid, targetOf(action)), ...ruleOverAction(deps.policy().approval.rules, action, planUid) };
}

const competes = (action: RemediationAction): boolean => isWaiting(action) && !isLimitReason(action.status?.blocked?.reason ?? '');

/** As if it had just been asked for, and were no dry run. */
export function newcomer(deps: EngineDeps, action: RemediationAction): Contender {
  const { status, ...asked } = action;
  return { ...asContender(deps, asked), target: targetOf({ ...asked, status }), dryRun: false };
}

function obstacleIn(action: RemediationAction, verdict: Verdict): Obstacle | undefined {
  if (verdict.kind === 'admitted' || verdict.kind === 'paused') return undefined;
  const message = verdict.kind === 'held' ? verdict.message : messageOf(action, verdict);
  return { reason: verdict.reason, message };
}
