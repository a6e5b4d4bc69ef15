import type { RemediationAction } from '../../api/generated/types.ts';
import { decideExecution, isUnreadable } from '../../domain/execution/decide.ts';
import { endingYet } from '../../domain/execution/giving-up.ts';
import { openIntent } from '../../domain/execution/intents.ts';
import type { NextExecution, SeenExecution, Sight } from '../../domain/execution/seen.ts';
import { parseKey } from '../../kube/client.ts';
import { KubeError, Transient, unless } from '../../kube/errors.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { statusRecorder } from '../runtime/record.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { announce } from './announce.ts';
import { causeOf } from './causes.ts';
import { executionWriter, finish, hold } from './finish.ts';
import { mutant } from './mutants.ts';
import { lookAgain, observe, workOf, type Observed } from './observe.ts';
import { endingSince, isEndAwaited, isEndOverdue } from './overdue.ts';
import { refusalOf } from './refusal.ts';
import { releaseLeftClaim, releaseLeftLock } from './release.ts';

/** Whether what an effect began has ended is looked at again this soon. */
const endingMs = 1000;

/** Carries one action one move further; everything that is needed to continue is in its status and on its target. */
export async function reconcileAction(deps: EngineDeps, key: string): Promise<Requeue> {
  const observed = await observe(deps, parseKey(key));
  if (!observed) return done;
  const { seen } = observed;
  if (seen.stage.kind === 'idle') {
    await finish(deps, seen.action);
    return done;
  }
  if (await letsGo(deps, seen)) return { after: 0 };
  const next = await advance(deps, observed, decideExecution(seen, deps.clock.now()));
  if (mutant('no-intent')) await actUnrecorded(observed, next);
  const stored = await record(deps, observed, seen.action, next);
  if (!stored) return { after: endingMs };
  if (next.act !== 'apply') return requeueOf(next);
  const sight = (await apply(observed, stored)) ?? (await takenOut(observed, stored));
  return sight ? settle(deps, observed, { stored, sight }) : requeueOf(next);
}

/** True when what kept the action from its node was left by one that has ended, and is gone: the end of an action precedes its release. */
async function letsGo(deps: EngineDeps, { sight, action: { spec } }: SeenExecution): Promise<boolean> {
  const isHeld = sight.kind === 'inspected' && sight.inspection.kind === 'blocked' && !spec.dryRun && spec.target.kind === 'Node';
  if (!isHeld) return false;
  if (sight.inspection.reason === 'TargetHeld') return releaseLeftClaim(deps, spec.target.name);
  const byLease = sight.inspection.reason === 'TargetLocked' && (sight.inspection.by?.startsWith('Lease ') ?? false);
  return byLease && releaseLeftLock(deps, spec.target.name);
}

/** An end is looked at once more, since what was held may be let go. */
function requeueOf({ after, status }: NextExecution): Requeue {
  if (after !== undefined) return { after };
  return status.finishedAt === undefined ? done : { after: 0 };
}

/** An effect that is under way goes on before anything is recorded: its intent stands, and what it reports is the news of this pass. */
async function advance(deps: EngineDeps, observed: Observed, next: NextExecution): Promise<NextExecution> {
  const { seen } = observed;
  const underWay = next.act === 'apply' && seen.sight.kind === 'looked' && seen.sight.look.kind === 'working';
  if (!underWay) return next;
  const sight = await apply(observed, seen.action);
  if (!sight) return { ...next, act: undefined };
  return { ...decideExecution({ ...seen, sight }, deps.clock.now()), act: undefined };
}

/** The effect of the stage is made; what the server or the effect itself said about it, if anything. */
async function apply(observed: Observed, stored: RemediationAction): Promise<Sight | undefined> {
  const work = workOf(observed, stored);
  if (!work) return undefined;
  try {
    const look = await work.step.apply(work.given);
    return look ? { kind: 'looked', look } : undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { kind: 'refusal', refusal };
  }
}

/** A write that was taken and left nothing counts as a refused one: else it would be made again at once, without end. */
async function takenOut(observed: Observed, stored: RemediationAction): Promise<Sight | undefined> {
  const look = await lookAgain(observed, stored).catch(unless((error) => error instanceof KubeError)); // the next pass says it
  if (look?.kind !== 'absent') return undefined;
  const message = 'It was written, and taken out again at once by something else, as an admission webhook or an operator does.';
  return { kind: 'refusal', refusal: { reason: 'ApplyFailed', message, final: false, passing: true } };
}

/** What was learned by writing is decided upon and recorded in the same pass. */
async function settle(
  deps: EngineDeps,
  observed: Observed,
  { stored, sight }: { stored: RemediationAction; sight: Sight },
): Promise<Requeue> {
  const next = decideExecution({ ...observed.seen, action: stored, sight }, deps.clock.now());
  const recorded = await record(deps, observed, stored, next);
  return recorded ? requeueOf(next) : { after: endingMs };
}

/** The decision is stored; undefined while it is the end of an effect that goes on yet, which then is decided again. */
async function record(
  deps: EngineDeps,
  observed: Observed,
  action: RemediationAction,
  next: NextExecution,
): Promise<RemediationAction | undefined> {
  if (next.act === 'abandon' && !(await endsBegun(deps, observed, action, next))) return undefined;
  const opens = openIntent(next.status.intents) !== undefined;
  const held = opens ? await hold(deps, action) : action;
  const stored = await statusRecorder(deps, executionWriter).action(held, next.status);
  announce(deps, observed, action, stored);
  return stored;
}

/** Whether what the effect began is ended, or given up; a deletion that waits for it is told from when on, since it does not wait for ever. */
async function endsBegun(deps: EngineDeps, observed: Observed, action: RemediationAction, next: NextExecution): Promise<boolean> {
  const left = await abandon(deps, observed);
  if (left === undefined) return true;
  if (isUnreadable(observed.seen.sight) || isEndOverdue(deps, action, endingSince(action))) {
    tellLeft(deps, observed, left === 'again' ? 'it goes on' : left.message);
    return true;
  }
  if (isEndAwaited(deps, action)) await statusRecorder(deps, executionWriter).action(action, endingYet(action, next.status));
  if (left === 'again') return false;
  throw left;
}

/** What the effect began is ended, unless it is to be tried again; what stands in the way for good does not keep the action for ever. */
async function abandon(deps: EngineDeps, observed: Observed): Promise<'again' | Error | undefined> {
  const { operation, context } = observed;
  const { stage, action } = observed.seen;
  if (stage.kind !== 'effect') return undefined;
  const effect = operation?.effects.find(({ name }) => name === stage.effect);
  try {
    const client = deps.clientFor(causeOf(deps, action, { direction: 'abandon', intent: stage.intent }));
    return (await effect?.abandon?.({ ...context, client, intent: stage.intent })) ?? undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    if (error instanceof Transient) return error;
    tellLeft(deps, observed, refusal.message);
    return undefined;
  }
}

function tellLeft({ log }: EngineDeps, { seen: { action, stage } }: Observed, cause: string): void {
  const step = 'effect' in stage ? stage.effect : undefined;
  log.error('What was begun could not be ended, and may go on', { action: action.metadata.name, step, cause });
}

/** The defect `no-intent`: the first effect is made before its intent is written. */
async function actUnrecorded({ seen, operation, context }: Observed, { status }: NextExecution): Promise<void> {
  const intent = openIntent(status.intents);
  const [effect] = operation?.effects ?? [];
  if (seen.stage.kind === 'inspect' && intent) await effect?.apply({ ...context, before: status.before ?? {}, intent });
}
