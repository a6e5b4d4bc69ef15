import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RemediationAction } from '../../api/generated/types.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { decideExecution } from './decide.ts';
import { intentOf, openIntent } from './intents.ts';
import type { Look } from './look.ts';
import type { SeenExecution, Sight } from './seen.ts';
import { stageOf, type OperationShape, type Stage } from './stage.ts';

/** What may happen in one pass beside the pass itself. */
type Event = 'none' | 'crash-before-record' | 'crash-before-act' | 'crash-after-act' | 'refuse' | 'ambiguous' | 'cancel' | 'fail' | 'late';

/** An honest world: it knows which effects hold now, and counts each time one is made or taken back. */
interface World {
  readonly holds: Set<string>;
  readonly made: string[];
  readonly takenBack: string[];
}

const names = ['a', 'b', 'c', 'd'];
const shape = fc.record({
  effects: fc
    .array(fc.boolean(), { minLength: 1, maxLength: 4 })
    .map((undoable) => undoable.map((can, index) => ({ name: names[index] ?? '', undoable: can }))),
  settles: fc.boolean(),
});
const events = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Event>('none') },
    { weight: 3, arbitrary: fc.constantFrom<Event>('crash-before-record', 'crash-before-act', 'crash-after-act') },
    { weight: 2, arbitrary: fc.constantFrom<Event>('refuse', 'ambiguous', 'cancel', 'fail', 'late') },
  ),
  { maxLength: 30 },
);

function lookAt(stage: Stage, world: World, event: Event): Sight {
  if (stage.kind === 'inspect') return { kind: 'inspected', inspection: { kind: 'ready', before: { x: 1 }, targetUid: 'u', changes: [] } };
  if (stage.kind === 'effect') return { kind: 'looked', look: effectLook(world.holds.has(stage.effect), event) };
  if (stage.kind === 'undo') return { kind: 'looked', look: world.holds.has(stage.effect) ? { kind: 'absent' } : { kind: 'done' } };
  if (stage.kind === 'settle')
    return { kind: 'looked', look: event === 'fail' ? { kind: 'failed', reason: 'RolloutFailed', message: 'no' } : { kind: 'done' } };
  return { kind: 'nothing' };
}

function effectLook(holds: boolean, event: Event): Look {
  if (holds) return { kind: 'done' };
  return event === 'fail' ? { kind: 'failed', reason: 'EffectFailed', message: 'no' } : { kind: 'absent' };
}

function act(stage: Stage, world: World): void {
  if (stage.kind === 'effect') {
    world.holds.add(stage.effect);
    world.made.push(stage.effect);
  }
  if (stage.kind === 'undo') {
    world.holds.delete(stage.effect);
    world.takenBack.push(stage.effect);
  }
}

interface Run {
  readonly action: RemediationAction;
  readonly world: World;
  readonly history: RemediationAction[];
}

const refusal = { reason: 'ApplyFailed', message: 'no', final: false, passing: true } as const;

/** One pass; a crash loses whatever was not recorded or not done by then. Returns the versions that were stored. */
function pass(seen: SeenExecution, world: World, event: Event, now: Date): RemediationAction[] {
  const next = decideExecution(seen, now);
  if (event === 'crash-before-record') return [];
  const action = { ...seen.action, status: next.status };
  if (next.act !== 'apply' || event === 'crash-before-act') return [action];
  if (event !== 'refuse') act(seen.stage, world);
  if (event !== 'refuse' && event !== 'ambiguous') return [action];
  return [action, { ...action, status: decideExecution({ ...seen, action, sight: { kind: 'refusal', refusal } }, now).status }];
}

/** Passes until the action is terminal; each starts from what the one before stored. */
function run(operation: OperationShape, script: readonly Event[]): Run {
  const world: World = { holds: new Set(), made: [], takenBack: [] };
  let action = buildAction({ name: 'act-1', status: { phase: 'Admitted' } });
  const history = [action];
  let now = new Date('2026-01-01T00:00:00Z');
  for (let step = 0; step < 200; step += 1) {
    const event = script[step] ?? 'none';
    if (event === 'cancel') action = { ...action, spec: { ...action.spec, cancel: true } };
    now = new Date(now.getTime() + (event === 'late' ? 400_000 : 1000));
    const stage = stageOf({ action, operation }, now);
    if (stage.kind === 'idle') return { action, world, history };
    const seen = {
      action,
      operation,
      stage,
      sight: lookAt(stage, world, event),
      timeoutSeconds: 300,
      pollSeconds: 5,
      suspended: false,
      epoch: 1,
    };
    history.push(...pass(seen, world, event, now));
    action = { ...action, status: history.at(-1)?.status };
  }
  throw new Error('the action never ends');
}

describe('the effect protocol, whatever happens', () => {
  const always = (check: (run: Run, operation: OperationShape) => void) => {
    fc.assert(
      fc.property(shape, events, (operation, script) => check(run(operation, script), operation)),
      { numRuns: 1500, interruptAfterTimeLimit: 8000 },
    );
  };

  test('ends, makes no effect twice and takes none back twice', () => {
    always(({ world }) => {
      expect(new Set(world.made).size).toBe(world.made.length);
      expect(new Set(world.takenBack).size).toBe(world.takenBack.length);
    });
  });

  test('makes effects in order and takes them back in reverse', () => {
    always(({ world }) => {
      expect(world.made).toEqual(world.made.toSorted());
      expect(world.takenBack).toEqual(world.takenBack.toSorted().reverse());
    });
  });

  test('leaves either every effect or none that can be undone', () => {
    always(({ action, world }, { effects }) => {
      const left = effects.filter(({ name, undoable }) => undoable && world.holds.has(name)).length;
      expect(left).toBe(action.status?.phase === 'Succeeded' ? effects.filter(({ undoable }) => undoable).length : 0);
    });
  });

  test('leaves no intent open, drops none, renames none and keeps the first `before`', () => {
    always(({ action, history }) => {
      expect(openIntent(action.status?.intents)).toBeUndefined();
      const intents = history.flatMap(({ status }) => status?.intents ?? []);
      for (const { step, token } of intents) expect(intentOf(action.status?.intents, step)?.token).toBe(token);
      for (const before of history.flatMap(({ status }) => status?.before ?? [])) expect(action.status?.before).toEqual(before);
    });
  });

  test('never makes an effect whose intent was not stored first', () => {
    always(({ action, world }) => {
      for (const effect of world.made) expect(intentOf(action.status?.intents, effect)).toBeDefined();
      for (const effect of world.takenBack) expect(intentOf(action.status?.intents, `undo-${effect}`)).toBeDefined();
    });
  });

  test('goes only along the edges of the phase graph', () => {
    const edges = ['Admitted>Running', 'Admitted>Failed', 'Admitted>Cancelled', 'Running>Succeeded', 'Running>Failed', 'Running>Cancelled'];
    always(({ history }) => {
      const phases = history.map(({ status }) => status?.phase).filter((phase, index, all) => phase !== all[index - 1]);
      for (let index = 1; index < phases.length; index += 1) expect(edges).toContain(`${phases[index - 1]}>${phases[index]}`);
    });
  });
});
