import { describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../testing/action-builder.ts';
import { court, type Court } from '../../testing/court.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { indexForForetelling } from './foretell.ts';
import { placeInQueue } from './queue-place.ts';

/** What was asked for before, judged; then the place that the new one is told, before arbitration saw it. */
async function placed(before: readonly ActionWish[], wish: ActionWish, prepare: (here: Court) => void = () => undefined) {
  const here = court();
  indexForForetelling(here.deps);
  prepare(here);
  before.forEach((one, index) => here.submit({ createdAt: index, ...one }));
  if (before.length > 0) await here.pass();
  const action = here.submit({ name: 'act-new', createdAt: 90, ...wish });
  return { here, place: placeInQueue(here.deps, action) };
}

const onW1 = (name: string, wish: ActionWish = {}): ActionWish => ({ name, target: 'Node/w1', ...wish });
const drain: ActionWish = { operation: 'drain_node' };

describe('a new action is told the place that arbitration then gives it', () => {
  test.each<{ when: string; before: ActionWish[]; wish: ActionWish; place: number; then: string }>([
    { when: 'nothing else is there', before: [], wish: onW1('act-new'), place: 1, then: 'Admitted/Admitted' },
    { when: 'one is at work on the target', before: [onW1('a', drain)], wish: onW1('act-new'), place: 1, then: 'Blocked/TargetBusy' },
    {
      when: 'others wait that are older',
      before: [onW1('a', drain), onW1('b', { ...drain, parameters: { force: true } }), onW1('c', { ...drain, parameters: { x: 1 } })],
      wish: onW1('act-new'),
      place: 3,
      then: 'Blocked/TargetBusy',
    },
    {
      when: 'others wait that have a larger number',
      before: [onW1('a', drain), onW1('b', { ...drain, parameters: { force: true } })],
      wish: onW1('act-new', { priority: 1 }),
      place: 1,
      then: 'Blocked/TargetBusy',
    },
    {
      when: 'others wait for something else',
      before: [onW1('a', drain), onW1('b', { ...drain, parameters: { force: true } })],
      wish: { target: 'Node/w2', operation: 'cordon_node' },
      place: 1,
      then: 'Admitted/Admitted',
    },
    {
      when: 'a model is not sure enough',
      before: [onW1('a', drain)],
      wish: { target: 'Node/w2', source: 'ai_driven', confidence: 0.69 },
      place: 0,
      then: 'AwaitingApproval/LowConfidence',
    },
    { when: 'another does the same already', before: [onW1('a')], wish: onW1('act-new'), place: 0, then: 'Superseded/DuplicateOf' },
  ])('when $when: $place, then $then', async ({ before, wish, place, then }) => {
    const found = await placed(before, wish);
    expect(found.place).toBe(place);
    await found.here.pass();
    expect(found.here.shown('act-new')).toBe(then);
    expect(found.here.statusOf('act-new').queuePosition).toBe(then.startsWith('Blocked') ? place : undefined);
  });

  test('when an executing plan holds the target', async () => {
    const { here, place } = await placed([], onW1('act-new'), ({ put }) =>
      put(buildPlan({ name: 'plan-1', steps: [{ target: 'Node/w1' }], status: { phase: 'Executing' } })),
    );
    expect(place).toBe(1);
    await here.pass();
    expect(here.shown('act-new')).toBe('Blocked/TargetHeld');
  });

  test('when everything is suspended, behind those that a limit holds too', async () => {
    const { here, place } = await placed([{ target: 'Node/w2', name: 'a' }], onW1('act-new'), ({ put }) =>
      put(buildPolicy({ suspended: true })),
    );
    expect(place).toBe(2);
    await here.pass();
    expect([here.shown('a'), here.shown('act-new')]).toEqual(['Blocked/Suspended', 'Blocked/Suspended']);
    expect(here.statusOf('act-new').queuePosition).toBe(2);
  });

  test('when all places are taken', async () => {
    const places = buildPolicy({ maxActiveActions: 1, nodes: { maxInFlight: '100%' } });
    const { here, place } = await placed(
      [
        { target: 'Node/w2', name: 'a' },
        { target: 'Node/w3', name: 'b' },
      ],
      onW1('act-new'),
      ({ put }) => put(places),
    );
    expect(place).toBe(2);
    await here.pass();
    expect(here.shown('act-new')).toBe('Blocked/ActiveLimit');
    expect(here.statusOf('act-new').queuePosition).toBe(2);
  });
});

test('nothing is read or written to tell a place, and no dry run waits', async () => {
  const { here } = await placed([onW1('a', drain)], onW1('act-new'));
  here.calls();
  const rehearsal = here.submit(onW1('act-dry', { dryRun: true }));
  expect(placeInQueue(here.deps, rehearsal)).toBe(1);
  expect(here.calls()).toEqual({});
});
