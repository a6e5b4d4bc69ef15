import { targetString } from '../../api/target.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import type { Mode, RemediationPlan } from '../../api/generated/types.ts';
import { contenderOf } from '../../domain/arbitration/contender.ts';
import { planStartObjection, type PlanContender, type PlanStartSeen } from '../../domain/arbitration/plan-start.ts';
import { approvalNeeded, isApproved } from '../../domain/progression/approval.ts';
import { holdsTargets } from '../../domain/progression/phases.ts';
import type { StartVerdict } from '../../domain/progression/seen.ts';
import { stopWanted } from '../../domain/progression/stop.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { PlanLocks } from './plan-locks.ts';

type Needed = Pick<EngineDeps, 'caches' | 'settings' | 'clock'>;

/** The plans that hold targets and those that want to. */
export function plansInPlay({ caches, settings }: Needed): { readonly executing: RemediationPlan[]; readonly pending: RemediationPlan[] } {
  const plans = caches.plans.list();
  return {
    executing: plans.filter(({ spec, status }) => spec.mode !== 'DryRun' && holdsTargets(status?.phase)),
    pending: plans.filter((plan) => wantsToStart(plan, settings.confidenceThreshold)),
  };
}

/** Modes in which a plan touches nothing, so that it waits for nobody and nobody for it. */
const idle: ReadonlySet<Mode | undefined> = new Set<Mode>(['DryRun', 'Observe']);

/** Whether only the targets keep the plan from starting. */
export function wantsToStart(plan: RemediationPlan, threshold: number): boolean {
  const { spec, status } = plan;
  const waits = status?.phase === undefined || status.phase === 'Pending';
  return waits && !spec.suspend && !idle.has(spec.mode) && !stopWanted(plan) && approvalNeeded(plan, threshold) === undefined;
}

/** Whether the plan may take all its targets now; right only while nothing else starts, is admitted or ends. */
export function startVerdict(deps: Needed, locks: PlanLocks, plan: RemediationPlan): StartVerdict {
  const { executing, pending } = plansInPlay(deps);
  const seen: PlanStartSeen = {
    candidate: contender(plan, locks),
    executing: executing.map((one) => contender(one, locks)),
    pending: pending.map((one) => contender(one, locks)),
    actions: unfinishedActions(deps),
    threshold: deps.settings.confidenceThreshold,
  };
  const objection = planStartObjection(seen, deps.clock.now());
  if (!objection) return { kind: 'may' };
  return { kind: 'waits', ...objection, message: messages[objection.reason](objection.by) };
}

const messages = {
  TargetHeld: (by: string) => `${by} holds one of its targets, or comes before it.`,
  DeterministicPreferred: (by: string) => `${by} wants one of its targets and goes before what a model asks for.`,
};

function unfinishedActions({ caches }: Needed): PlanStartSeen['actions'] {
  return caches.actions
    .list()
    .filter((action) => !isActionOver(action))
    .map((action) => {
      const owner = action.metadata.ownerReferences?.find(({ controller }) => controller);
      const plan = owner && caches.plans.getByUid(owner.uid);
      return contenderOf(action, plan?.metadata.uid);
    });
}

function contender(plan: RemediationPlan, locks: PlanLocks): PlanContender {
  const { metadata, spec, status } = plan;
  return {
    uid: metadata.uid,
    ref: targetString({ kind: 'RemediationPlan', namespace: metadata.namespace, name: metadata.name }),
    createdAt: Date.parse(metadata.creationTimestamp),
    priority: spec.priority,
    source: spec.source,
    approved: isApproved(plan),
    dryRun: spec.mode === 'DryRun',
    targets: locks.of(plan),
    ...(status?.blocked && { blockedSince: Date.parse(status.blocked.since) }),
  };
}
