import type { RemediationAction } from '../../api/generated/types.ts';
import { contenderOf, isHolding, isWaiting, targetOf, type Contender } from '../../domain/arbitration/contender.ts';
import type { Seen } from '../../domain/arbitration/decide.ts';
import { cancelledBeforeItBegan, stopsBeforeItBegan, type Refusal } from '../../domain/arbitration/objections.ts';
import { lockOf } from '../../domain/arbitration/targets.ts';
import { ruleOverAction } from '../../domain/policy/approval-rules.ts';
import type { Unreadable } from '../../domain/arbitration/verdict-status.ts';
import type { Wish } from '../../domain/limits/hold-on.ts';
import { wishOfAction } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { planUidOf } from '../runtime/owning-plan.ts';
import type { Intake } from './intake.ts';
import { planHolds } from './plan-holds.ts';
import { subjectOf, type Resolutions, type Subject } from './resolutions.ts';

/** Everything that one verdict depends on, as of one moment. */
export interface View extends Seen {
  /** All unfinished actions by uid. */
  readonly actions: ReadonlyMap<string, RemediationAction>;
  /** Those that end or wait without competing. */
  readonly asides: readonly Aside[];
  /** Whose target nothing is known of. */
  readonly unresolved: readonly Subject[];
  /** What waits, as limits see it. */
  readonly wishes: readonly Wish[];
  /** Steps of executing plans whose target stands for something else. */
  readonly planSubjects: readonly Subject[];
}

interface Aside {
  readonly action: RemediationAction;
  readonly outcome: Refusal | Unreadable;
}

interface Means {
  readonly deps: EngineDeps;
  readonly resolutions: Resolutions;
  readonly intake: Intake;
  /** Actions to which nothing can be written for now. */
  readonly rests: (uid: string) => boolean;
}

interface Place {
  readonly aside?: Refusal | Unreadable;
  readonly holding?: Contender;
  readonly waiting?: Contender;
  readonly unresolved?: Subject;
}

const index = 'arbitration-unfinished';

/** Unfinished actions can be found by observe from now on. */
export function indexUnfinishedActions({ caches }: Pick<EngineDeps, 'caches'>): void {
  caches.actions.addIndex(index, (action) => (isWaiting(action) || isHolding(action) ? ['yes'] : []));
}

/** Those that wait or hold. */
export function unfinishedActions({ caches }: Pick<EngineDeps, 'caches'>): RemediationAction[] {
  return caches.actions.byIndex(index, 'yes');
}

/** Looks at the caches and at what was read before; reads nothing itself. */
export function observe(means: Means): View {
  const { deps, resolutions, rests } = means;
  const all = unfinishedActions(deps).filter((action) => isHolding(action) || !rests(action.metadata.uid));
  const places = all.map((action) => ({ action, ...placeOf(means, action) }));
  const { holds, subjects } = planHolds(deps, resolutions);
  return {
    actions: new Map(all.map((action) => [action.metadata.uid, action])),
    asides: places.flatMap(({ action, aside }) => (aside ? [{ action, outcome: aside }] : [])),
    unresolved: places.flatMap(({ unresolved }) => unresolved ?? []),
    wishes: all.filter(isWaiting).map((action) => wishOfAction(action, planUidOf(deps, action))),
    planSubjects: subjects,
    holding: places.flatMap(({ holding }) => holding ?? []),
    waiting: places.flatMap(({ waiting }) => waiting ?? []),
    holds,
    ...termsOf(deps),
  };
}

/** What the policy of just now says of arbitration, and what admissions take their tokens from. */
export function termsOf({ policy, limits }: Pick<EngineDeps, 'policy' | 'limits'>): Omit<Seen, 'holding' | 'waiting' | 'holds'> {
  const said = policy();
  return {
    maxActive: said.maxActiveActions,
    threshold: said.confidenceThreshold,
    approvalSeconds: said.approval.expirySeconds,
    scope: said.exclusivityScope,
    exclusivePairs: said.exclusivePairs,
    weights: said.sourceWeights,
    bucket: limits.bucket(),
    nodes: limits.nodePlaces(),
  };
}

/** One that is asked to stop before it began holds until that is recorded. */
function placeOf({ deps, resolutions, intake, rests }: Means, action: RemediationAction): Place {
  const planUid = planUidOf(deps, action);
  if (isHolding(action)) {
    const holding = contenderOf(action, planUid, targetOf(action));
    return stopsBeforeItBegan(action) && !rests(action.metadata.uid) ? { aside: cancelledBeforeItBegan, holding } : { holding };
  }
  const known = resolutions.of(subjectOf(action));
  const objection = intake.objectionTo(action, known?.kind === 'resolved' ? known.liveUid : undefined);
  if (objection) return { aside: objection };
  if (!known) return { unresolved: subjectOf(action) };
  if (known.kind === 'unreadable') return { aside: known };
  const hold = deps.limits.onAction(action, planUid, lockOf(known.target));
  const approvalRule = ruleOverAction(deps.policy().approval.rules, action, planUid);
  return { waiting: { ...contenderOf(action, planUid, lockOf(known.target)), ...approvalRule, ...(hold && { hold }) } };
}
