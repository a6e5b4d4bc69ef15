import {
  aloneAi,
  before,
  clash,
  gate,
  holds,
  humanOrRule,
  isPaused,
  lockedBy,
  waits,
  type CheckedAction,
  type CheckedWorld,
} from './arbitration-facts.ts';

/** One stored version of an action, in the order of the writes. */
export interface ActionVersion {
  readonly type: string;
  readonly object: CheckedAction;
}

/** The actions as they stood after each write. */
function* states(
  history: readonly ActionVersion[],
): Generator<{ readonly now: readonly CheckedAction[]; readonly written: CheckedAction; readonly was?: CheckedAction }> {
  const current = new Map<string, CheckedAction>();
  for (const { type, object } of history) {
    const was = current.get(object.metadata.uid);
    if (type === 'DELETED') current.delete(object.metadata.uid);
    else current.set(object.metadata.uid, object);
    yield { now: [...current.values()], written: object, was };
  }
}

/** Pairs that were Admitted or Running together though they conflict; a compensating one only counts against its own target. */
export function togetherThoughTheyClash(history: readonly ActionVersion[], world: CheckedWorld): string[] {
  const found = new Set<string>();
  for (const { now, written } of states(history)) {
    if (!holds(written) || !now.includes(written)) continue;
    for (const other of now.filter((one) => holds(one) && one !== written)) {
      const why = bothWays(written, other, world);
      if (why) found.add(`${written.metadata.name} and ${other.metadata.name} held together: ${why}`);
    }
  }
  return [...found];
}

function bothWays(a: CheckedAction, b: CheckedAction, world: CheckedWorld): string | undefined {
  const why = clash(a, b, world);
  return a.spec.compensates || b.spec.compensates ? (why === 'same_target' ? why : undefined) : why;
}

/** A creationTimestamp is cut to the second, and the engine has to hear of the action first. */
const noticedWithinMs = 2000;

/**
 * Admissions before a better ranked action that conflicted, was known, and competed: it was not gated or yielding, not told to wait by
 * execution, and its target was not held by a plan.
 */
export function overtaken(history: readonly ActionVersion[], world: CheckedWorld): string[] {
  const found: string[] = [];
  for (const { now, written, was } of states(history)) {
    if (!isAdmission(written, was) || written.spec.compensates) continue;
    const at = admittedAt(written);
    for (const other of now.filter((one) => competes(one, now, world, at))) {
      if (clash(written, other, world) && before(other, was ?? written, at))
        found.push(`${written.metadata.name} overtook ${other.metadata.name}`);
    }
  }
  return found;
}

function isAdmission(written: CheckedAction, was: CheckedAction | undefined): boolean {
  return written.status?.phase === 'Admitted' && was?.status?.phase !== 'Admitted';
}

function admittedAt({ status }: CheckedAction): number {
  return Date.parse(status?.conditions?.find(({ type }) => type === 'Admitted')?.lastTransitionTime ?? '');
}

function competes(action: CheckedAction, all: readonly CheckedAction[], world: CheckedWorld, at: number): boolean {
  const { metadata, status } = action;
  if (!waits(action) || Date.parse(metadata.creationTimestamp) + noticedWithinMs > at) return false;
  if (isPaused(action, at) || status?.reason === 'TargetHeld' || world.held?.[lockedBy(action, world)] !== undefined) return false;
  return !gate(action, world) && !yields(action, all, world);
}

function yields(action: CheckedAction, all: readonly CheckedAction[], world: CheckedWorld): boolean {
  const rivals = all.filter((one) => humanOrRule(one) && (waits(one) || holds(one)) && clash(action, one, world) === 'same_target');
  return aloneAi(action, world) && rivals.length > 0;
}

/** Actions that never came to an end. */
export function unfinished(history: readonly ActionVersion[]): string[] {
  const last = [...states(history)].at(-1)?.now ?? [];
  return last.filter((one) => waits(one) || holds(one)).map(({ metadata }) => metadata.name);
}
