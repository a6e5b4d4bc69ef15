import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { isOver } from './engine-objects.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { firstWhere, isGone, latest, nameOf, timelines, type Timeline } from './timeline.ts';

/** How much longer than its own timeout an action may take to end. */
const graceMs = 60_000;
/** For an action that names no timeout: no operation's default is longer. */
const longestSeconds = 3600;

/** 3: an action that was admitted ends within its timeout and a minute, or somebody deletes it; an ended one knows the outcome of each intent. */
export const noLoss: Invariant = (seen) =>
  timelines(seen.history, 'RemediationAction').flatMap((life) => [...late(life, seen), ...forgotten(life)]);

function late(life: Timeline<RemediationAction>, { endedAt }: Observation): Violation[] {
  const action = latest(life);
  const admitted = firstWhere(life, ({ status }) => status?.phase === 'Admitted');
  if (!action || !admitted || (isGone(life) && !isOver(action))) return [];
  const deadline = admittedAt(admitted.object) + (action.spec.timeoutSeconds ?? longestSeconds) * 1000 + graceMs;
  if (endOf(action, endedAt) <= deadline) return [];
  return [{ invariant: 3, object: nameOf(action), message: 'it had not ended a minute after its timeout' }];
}

function endOf(action: RemediationAction, endedAt: number): number {
  return isOver(action) ? Date.parse(action.status?.finishedAt ?? '') : endedAt;
}

function admittedAt({ status, metadata }: RemediationAction): number {
  const condition = status?.conditions?.find(({ type }) => type === 'Admitted');
  return Date.parse(condition?.lastTransitionTime ?? metadata.creationTimestamp);
}

function forgotten(life: Timeline<RemediationAction>): Violation[] {
  const action = latest(life);
  if (!action || !isOver(action)) return [];
  return (action.status?.intents ?? [])
    .filter(({ outcome }) => outcome === undefined)
    .map(({ step }) => ({ invariant: 3, object: nameOf(action), message: `it ended without the outcome of its intent ${step}` }));
}
