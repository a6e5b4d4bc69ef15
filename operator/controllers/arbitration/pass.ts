import type { RemediationAction } from '../../api/generated/types.ts';
import { decide, type Decision } from '../../domain/arbitration/decide.ts';
import { lookAgainAt } from '../../domain/limits/hold.ts';
import type { Verdict } from '../../domain/arbitration/verdict.ts';
import type { Outcome } from '../../domain/arbitration/verdict-status.ts';
import { wishOfAction } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { Requeue } from '../runtime/requeue.ts';
import { makeAnnouncer, type Announcer } from './announce.ts';
import { planUidOf } from '../runtime/owning-plan.ts';
import { makeIntake, type Intake } from './intake.ts';
import { indexUnfinishedActions, observe, type View } from './observe.ts';
import { indexExecutingPlans, planHolds } from './plan-holds.ts';
import { makeVerdictRecorder, type Showing, type VerdictRecorder } from './record-verdicts.ts';
import { makeResolutions, subjectOf, unavailableRestMs, type Resolutions } from './resolutions.ts';

interface Court {
  readonly deps: EngineDeps;
  readonly resolutions: Resolutions;
  readonly intake: Intake;
  readonly recorder: VerdictRecorder;
  readonly announcer: Announcer;
  readonly rests: (uid: string) => boolean;
}

interface Judged {
  readonly view: View;
  readonly decision: Decision;
  /** Whether every admission is stored; without that nobody may be ended by one. */
  readonly admitted: boolean;
}

const namedPlaces = 20;

/** The function that brings the verdicts of all unfinished actions up to date; its memory lives as long as it does. */
export function makePass(deps: EngineDeps): () => Promise<Requeue> {
  indexUnfinishedActions(deps);
  indexExecutingPlans(deps);
  const announcer = makeAnnouncer(deps);
  const recorder = makeVerdictRecorder(deps, announcer);
  const court: Court = {
    deps,
    announcer,
    recorder,
    resolutions: makeResolutions(deps),
    intake: makeIntake(deps),
    rests: (uid) => recorder.rests(uid),
  };
  return () => pass(court);
}

/** First the targets of newcomers are read, then winners are admitted while no plan can start, then all others learn their verdict. */
async function pass(court: Court): Promise<Requeue> {
  const { resolutions, announcer, recorder, deps } = court;
  const before = observe(court);
  for (const uid of before.actions.keys()) announcer.sawFirst(uid);
  const unread = resolutions.unread(before.unresolved);
  await resolutions.read(unread);
  await deps.limits.read(before.wishes);
  const { view, decision, admitted } = await deps.admission.run(() => admit(court, new Set(unread.map(({ id }) => id))));
  const stored = admitted && (await recorder.record(others(court, view, decision)));
  forget(court, view);
  return stored ? requeue({ view, decision }, recorder.restsFor(), deps.clock.now()) : { after: 1 };
}

/** Decides until every winner's target was read in this pass, then stores the admissions. Each target is read once, so it ends. */
async function admit(court: Court, fresh: Set<string>): Promise<Judged> {
  const { resolutions, recorder, deps } = court;
  await resolutions.read(resolutions.unread(planHolds(deps, resolutions).subjects));
  for (;;) {
    const view = observe(court);
    const decision = decide(view, deps.clock.now());
    const winners = [...view.actions.values()].filter(({ metadata }) => decision.verdicts.get(metadata.uid)?.kind === 'admitted');
    const stale = winners.filter(({ metadata }) => !fresh.has(metadata.uid));
    if (stale.length === 0) {
      const showings = winners.flatMap((action) => showingOf(court, { action, decision }));
      return { view, decision, admitted: await recorder.record(showings) };
    }
    await resolutions.read(stale.map(subjectOf));
    await deps.limits.confirm(stale.map((action) => wishOfAction(action, planUidOf(deps, action))));
    for (const { metadata } of stale) fresh.add(metadata.uid);
  }
}

function others(court: Court, view: View, decision: Decision): Showing[] {
  const refused = view.asides.flatMap(({ action, outcome }) => showingOf(court, { action, decision, outcome }));
  const judged = [...view.actions.values()].filter(({ metadata }) => {
    const kind = decision.verdicts.get(metadata.uid)?.kind;
    return kind !== undefined && kind !== 'admitted';
  });
  return [...refused, ...judged.flatMap((action) => showingOf(court, { action, decision }))];
}

interface Wanted {
  readonly action: RemediationAction;
  readonly decision: Decision;
  readonly outcome?: Outcome;
}

/** Nothing is shown on a paused one: what execution wrote stays. */
function showingOf({ deps, resolutions, intake }: Court, { action, decision, outcome: given }: Wanted): Showing[] {
  const outcome = given ?? decision.verdicts.get(action.metadata.uid);
  if (!outcome || outcome.kind === 'paused') return [];
  const place = decision.queue.slice(0, namedPlaces).indexOf(action.metadata.uid) + 1;
  const known = resolutions.of(subjectOf(action));
  const facts = {
    now: deps.clock.now(),
    specHash: intake.specHashOf(action),
    resolvedTarget: known?.kind === 'resolved' ? known.target : undefined,
    queuePosition: place === 0 ? undefined : place,
  };
  return [{ action, outcome, facts }];
}

function forget({ resolutions, announcer }: Court, { actions, planSubjects }: View): void {
  resolutions.keep(new Set([...actions.keys(), ...planSubjects.map(({ id }) => id)]));
  announcer.keep(new Set(actions.keys()));
}

/** Whatever waits for a time is looked at again then; everything else comes by a change. */
function requeue({ view, decision }: Pick<Judged, 'view' | 'decision'>, restsFor: number | undefined, now: Date): Requeue {
  const { waiting, asides, unresolved } = view;
  const times = [
    ...waiting.flatMap(({ notBefore }) => notBefore ?? []),
    ...asides.flatMap(({ outcome }) => (outcome.kind === 'unreadable' ? outcome.until.getTime() : [])),
    ...(unresolved.length > 0 ? [now.getTime() + unavailableRestMs] : []),
    ...[...decision.verdicts.values()].flatMap((verdict) => timeOf(verdict, now) ?? []),
    ...(restsFor === undefined ? [] : [now.getTime() + restsFor]),
  ].filter((time) => time > now.getTime());
  return times.length === 0 ? undefined : { after: Math.min(...times) - now.getTime() };
}

/** When a verdict changes by itself, in milliseconds since the epoch. */
function timeOf(verdict: Verdict, now: Date): number | undefined {
  if (verdict.kind === 'held') return lookAgainAt(verdict, now);
  return verdict.kind === 'awaitingApproval' ? verdict.until.getTime() : undefined;
}
