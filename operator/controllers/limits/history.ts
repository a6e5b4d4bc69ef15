import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { isActionOver, isPlanOver } from '../../api/terminal-phases.ts';
import { admittedAt } from '../../domain/arbitration/admitted-at.ts';
import { actionRef, targetOf } from '../../domain/arbitration/contender.ts';
import { unresolvedLock } from '../../domain/arbitration/targets.ts';
import { bucketAfter, memoryMs, type AdmissionRate, type TokenBucket } from '../../domain/arbitration/token-bucket.ts';
import { changesSomething } from '../../domain/limits/changes.ts';
import { byEnd, recordOf, type Outcome, type TargetRecord } from '../../domain/limits/record.ts';
import { isApproved } from '../../domain/progression/approval.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { planUidOf } from '../runtime/owning-plan.ts';

/** What was done before, by the objects that are still kept: nothing of it is remembered by this process alone. */
export interface History {
  /** By the key of the lock. */
  readonly recordOf: (lock: string) => TargetRecord;
  /** By the key of the lock: what that record comes from. */
  readonly outcomesOn: (lock: string) => readonly Outcome[];
  /** What models asked for, nobody approved and failed; newest first. */
  readonly aiFailures: () => readonly Outcome[];
  /** The bucket that admissions take their tokens from. */
  readonly bucket: (rate: AdmissionRate, now: Date) => TokenBucket;
}

type Caches = Pick<EngineDeps['caches'], 'plans' | 'actions'>;

const byLock = 'limits/ended-on';
const ofModels = 'limits/failed-of-models';
const byMinute = 'limits/admitted-in';
const minuteMs = 60_000;

/** The history that these caches show; what ended is looked through once per lock until something more ends. */
export function makeHistory(caches: Caches): History {
  addIndexes(caches);
  const records = new Map<string, TargetRecord>();
  let failures: readonly Outcome[] | undefined;
  const forget = (): void => {
    records.clear();
    failures = undefined;
  };
  caches.plans.onChange(({ kind, object }) => (kind === 'deleted' || isPlanOver(object)) && forget());
  caches.actions.onChange(({ kind, object }) => (kind === 'deleted' || isActionOver(object)) && forget());
  return {
    recordOf(lock) {
      const record = records.get(lock) ?? recordOf(outcomesOn(caches, lock));
      records.set(lock, record);
      return record;
    },
    outcomesOn: (lock) => outcomesOn(caches, lock),
    aiFailures: () => (failures ??= failuresOfModels(caches)),
    bucket: (rate, now) => bucketOf(caches, rate, now),
  };
}

function addIndexes({ plans, actions }: Caches): void {
  plans.addIndex(byLock, (plan) => (hasOutcome(plan) ? [...new Set(namedLocks(plan))] : []));
  plans.addIndex(ofModels, (plan) => (hasOutcome(plan) && isBarePlan(plan) && resultOf(plan) === 'failure' ? ['yes'] : []));
  actions.addIndex(byLock, (action) => (isActionOver(action) && changes(action) ? [targetOf(action).key] : []));
  actions.addIndex(ofModels, (action) => (action.status?.phase === 'Failed' && changes(action) && isBareAction(action) ? ['yes'] : []));
  actions.addIndex(byMinute, (action) => {
    const at = tookTokenAt(action);
    return at === undefined ? [] : [String(Math.floor(at / minuteMs))];
  });
}

/** Of a Pod it is known only by the plan's actions what it stood for. */
function outcomesOn(caches: Caches, lock: string): Outcome[] {
  const ended = caches.actions.byIndex(byLock, lock);
  const owners = ended.flatMap((action) => ownerOf(caches, action) ?? []);
  const plans = new Set([...caches.plans.byIndex(byLock, lock), ...owners.filter(hasOutcome)]);
  const lone = ended.filter((action) => !ownerOf(caches, action));
  return [...[...plans].map(outcomeOfPlan), ...lone.flatMap(outcomesOfAction)];
}

function failuresOfModels(caches: Caches): readonly Outcome[] {
  const lone = caches.actions.byIndex(ofModels, 'yes').filter((action) => !ownerOf(caches, action));
  return [...caches.plans.byIndex(ofModels, 'yes').map(outcomeOfPlan), ...lone.flatMap(outcomesOfAction)].toSorted(byEnd);
}

/** The bounds of what is looked at move in large steps, so that the same admissions are seen on each pass. */
function bucketOf({ actions }: Caches, rate: AdmissionRate, now: Date): TokenBucket {
  const span = memoryMs(rate);
  const since = Math.floor(now.getTime() / span) * span - span;
  const times: number[] = [];
  for (let minute = Math.floor(since / minuteMs); minute <= Math.floor(now.getTime() / minuteMs); minute += 1)
    for (const action of actions.byIndex(byMinute, String(minute))) times.push(tookTokenAt(action) ?? 0);
  return bucketAfter(
    times.filter((time) => time >= since && time <= now.getTime()),
    rate,
    since,
  );
}

function ownerOf(caches: Caches, action: RemediationAction): RemediationPlan | undefined {
  const uid = planUidOf({ caches }, action);
  return uid === undefined ? undefined : caches.plans.getByUid(uid);
}

/** Whether the plan had begun to change something, and is over. */
export function hasOutcome(plan: RemediationPlan): boolean {
  const { spec, status } = plan;
  const changed = spec.mode !== 'DryRun' && spec.steps.some(({ action }) => changesSomething(action.operation));
  return changed && isPlanOver(plan) && status?.startedAt !== undefined && status.finishedAt !== undefined;
}

/** What its steps lock, by their names. */
export function namedLocks({ metadata, spec }: RemediationPlan): string[] {
  return spec.steps.map(({ action }) => unresolvedLock(action.target, metadata.namespace).key);
}

function changes({ spec }: RemediationAction): boolean {
  return !spec.dryRun && !spec.compensates && changesSomething(spec.operation);
}

function isBarePlan(plan: RemediationPlan): boolean {
  return plan.spec.source === 'ai_driven' && !isApproved(plan);
}

function isBareAction({ spec }: RemediationAction): boolean {
  return spec.source === 'ai_driven' && spec.approval?.decision !== 'Approved';
}

function resultOf({ status }: RemediationPlan | RemediationAction): Outcome['result'] {
  if (status?.phase === 'Succeeded') return 'success';
  return ['Failed', 'RolledBack', 'RollbackFailed'].includes(status?.phase ?? '') ? 'failure' : 'neither';
}

/** RemediationPlan/namespace/name. */
export function planRef({ metadata: { namespace, name } }: RemediationPlan): string {
  return targetString({ kind: 'RemediationPlan', namespace, name });
}

function outcomeOfPlan(plan: RemediationPlan): Outcome {
  return { ref: planRef(plan), kind: 'plan', endedAt: Date.parse(plan.status?.finishedAt ?? ''), result: resultOf(plan) };
}

/** Nothing where it did not come to an end of its own. */
function outcomesOfAction(action: RemediationAction): Outcome[] {
  const { finishedAt } = action.status ?? {};
  const result = resultOf(action);
  if (finishedAt === undefined || result === 'neither') return [];
  return [{ ref: actionRef(action), kind: 'action', endedAt: Date.parse(finishedAt), result }];
}

/** When it took a token last, if it takes any; milliseconds since the epoch. */
export function tookTokenAt(action: RemediationAction): number | undefined {
  return action.spec.compensates || action.spec.dryRun ? undefined : admittedAt(action);
}
