import { runningMessage, runningSteps, settlingMessage, stepsIn } from './at-work.ts';
import { beginSteps } from './begin-steps.ts';
import { dueCheckpoint, verify } from './checkpoints.ts';
import { next, progressing, untilMs, type Draft, type World } from './draft.ts';
import { succeed } from './ending.ts';
import type { Decision } from './seen.ts';
import { untilGivenUp } from './held-step.ts';
import { settleWaits, untilSettled } from './settle-waits.ts';

/** Waits that are over end, steps that may begin do, and while any is at work or settles the plan waits for it; else it goes on. */
export function advance(world: World, before: Draft): Decision {
  const settled = settleWaits(world, before);
  return settled.kind === 'ask' ? settled : goOn(world, settled.draft);
}

/** The plan begins what it may, verifies a layer, or is done. */
function goOn(world: World, before: Draft): Decision {
  const begun = beginSteps(world, before);
  if (begun.kind === 'ask') return begun;
  const { draft } = begun;
  return atWork(world, draft) ?? verifyNext(world, draft);
}

function atWork(world: World, draft: Draft): Decision | undefined {
  const running = runningSteps(world, draft);
  const settling = stepsIn(world, draft, 'Waiting');
  const requeue = earliest(untilSettled(world, draft), untilHindered(world, draft), untilGivenUp(world, draft));
  if (running.length > 0) return next(world, progressing(world, draft, 'StepRunning', runningMessage(world, running)), requeue);
  if (settling.length > 0) return next(world, progressing(world, draft, 'Settling', settlingMessage(settling)), requeue);
  return undefined;
}

function verifyNext(world: World, draft: Draft): Decision {
  const [step] = stepsIn(world, draft, 'Pending');
  const checkpoint = dueCheckpoint(world, draft, step);
  if (checkpoint) {
    const verdict = verify(world, draft, checkpoint);
    return verdict.kind === 'passed' ? goOn(world, verdict.draft) : verdict.decision;
  }
  // The API allows Succeeded only after Verifying, which is passed through even without a checkpoint.
  if (world.seen.plan.status?.phase === 'Verifying') return succeed(world, draft);
  return next(world, progressing(world, draft, 'Verifying', 'Every step has ended.'), 0);
}

/** A right that is granted later shows in no watch. */
const retryRefusedMs = 30_000;

/** Milliseconds until a step that is hindered is looked at again; undefined when a change shows in a watch. */
export function untilHindered(world: World, { hindrance }: Draft): number | undefined {
  if (world.seen.refused && world.seen.refused.size > 0) return retryRefusedMs;
  if (hindrance?.reason !== 'ActionDeleted' || hindrance.until === undefined) return undefined;
  return untilMs(world, new Date(hindrance.until));
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
