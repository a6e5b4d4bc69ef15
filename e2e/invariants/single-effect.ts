import type { Version } from '../harness/history.ts';
import { effectsIn, type Effect } from './effects.ts';
import { openAt, type Recorded } from './engine-objects.ts';
import type { Invariant, Violation } from './observation.ts';
import { timelines } from './timeline.ts';

/** 1: what an intent asks for is written once; a pod is asked to go once, and by its uid, since the next one may have its name. */
export const singleEffect: Invariant = ({ history, audit }) => {
  const effects = effectsIn(audit, history).filter(({ changed }) => changed);
  return [...twice(effects, history), ...nameless(effects)];
};

function twice(effects: readonly Effect[], history: readonly Version[]): Violation[] {
  const actions = timelines(history, 'RemediationAction');
  const groups = new Map<string, Effect[]>();
  for (const effect of effects) {
    const key = keyOf(effect, openAt(actions, effect.rv));
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), effect]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map(([first, ...more]) => ({
      invariant: 1,
      object: first?.object ?? '',
      message: `${first?.kind} was done ${more.length + 1} times for one intent, at ${[first, ...more].map((effect) => effect?.rv).join(', ')}`,
    }));
}

/** What only one effect may have; a scale has no place for a token and belongs to the intent that is open. */
function keyOf(effect: Effect, open: readonly Recorded[]): string | undefined {
  // One intent restores several MachineConfigs, each once.
  if (effect.kind === 'restore') return effect.token && `${effect.token} ${effect.object}`;
  if (effect.token !== undefined) return effect.token;
  if (effect.kind === 'evict') return effect.uid;
  if (effect.kind !== 'scale') return undefined;
  return open.find(({ intent }) => intent.targetUid === effect.uid)?.intent.token;
}

function nameless(effects: readonly Effect[]): Violation[] {
  return effects
    .filter(({ kind, uid }) => kind === 'evict' && uid === undefined)
    .map(({ object }) => ({ invariant: 1, object, message: 'evicted without its uid: it may have been another pod of that name' }));
}
