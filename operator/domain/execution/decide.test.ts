import { describe, expect, test } from '@jest/globals';
import type { Intent, RemediationActionStatus } from '../../api/generated/types.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { decideExecution } from './decide.ts';
import { tokenOf } from './intents.ts';
import type { Look, Refusal } from './look.ts';
import type { NextExecution, Sight } from './seen.ts';
import { stageOf, type OperationShape } from './stage.ts';
import { undoOutcome } from './undo-outcome.ts';

const now = new Date('2026-01-01T01:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const two: OperationShape = {
  effects: [
    { name: 'a', undoable: true },
    { name: 'b', undoable: false },
  ],
  settles: false,
};
const one: OperationShape = { effects: [{ name: 'a', undoable: true }], settles: true };

const intent = (step: string, outcome?: Intent['outcome'], at = ago(2)): Intent => ({
  step,
  token: tokenOf('uid-act-1', step),
  at,
  ...(outcome && { outcome }),
});
const running = (...intents: Intent[]): RemediationActionStatus => ({
  phase: 'Running',
  reason: 'Running',
  startedAt: ago(10),
  attempts: 1,
  intents,
});
const looked = (look: Look): Sight => ({ kind: 'looked', look });
const refused = (more: Partial<Refusal> = {}): Sight => ({
  kind: 'refusal',
  refusal: { reason: 'ApplyFailed', message: 'no', final: false, passing: true, ...more },
});

function decide(operation: OperationShape, status: RemediationActionStatus, sight: Sight, wish: ActionWish = {}): NextExecution {
  const action = buildAction({ name: 'act-1', status, ...wish });
  return decideExecution(
    {
      action,
      operation,
      stage: stageOf({ action, operation }, now),
      sight,
      timeoutSeconds: 300,
      pollSeconds: 5,
      suspended: false,
      epoch: 4,
    },
    now,
  );
}

const outcomes = ({ status }: NextExecution) => (status.intents ?? []).map(({ step, outcome }) => `${step} ${outcome ?? 'open'}`);

test.each([
  { when: 'an effect', operation: two, status: running(intent('a')) },
  { when: 'the target to settle', operation: one, status: running(intent('a', 'Done')) },
])('a target that can be read again is not counted as unreadable since then: $when', ({ operation, status }) => {
  const blocked = { reason: 'TargetUnreadable', since: ago(290) };
  expect(decide(operation, { ...status, blocked }, looked({ kind: 'absent' })).status.blocked).toBeUndefined();
});

describe('an open effect', () => {
  test.each([
    { seen: 'absent', look: { kind: 'absent' }, act: 'apply', after: 0, intents: ['a open'], phase: 'Running' },
    { seen: 'working', look: { kind: 'working', message: 'x' }, act: undefined, after: 500, intents: ['a open'], phase: 'Running' },
    {
      seen: 'working with more to do',
      look: { kind: 'working', message: 'x', advance: true, again: 7 },
      act: 'apply',
      after: 7000,
      intents: ['a open'],
      phase: 'Running',
    },
    { seen: 'done', look: { kind: 'done' }, act: undefined, after: 0, intents: ['a Done', 'b open'], phase: 'Running' },
    {
      seen: 'failed',
      look: { kind: 'failed', reason: 'SyncFailed', message: 'x' },
      act: 'abandon',
      after: undefined,
      intents: ['a Failed'],
      phase: 'Failed',
    },
    {
      seen: 'taken over',
      look: { kind: 'takenOver', message: 'x' },
      act: 'abandon',
      after: undefined,
      intents: ['a Failed'],
      phase: 'Cancelled',
    },
  ] as const)('that is $seen', ({ look, act, after, intents, phase }) => {
    const next = decide(two, running(intent('a')), looked(look));
    expect([next.act, next.after, outcomes(next), next.status.phase]).toEqual([act, after, intents, phase]);
  });

  test('records the epoch and a token that any process would compute for the next one', () => {
    const { status } = decide(two, running(intent('a')), looked({ kind: 'done' }));
    expect(status.intents?.[1]).toMatchObject({ epoch: 4, token: tokenOf('uid-act-1', 'b'), at: now.toISOString() });
  });

  test.each([
    { asked: 'its time is over', wish: { timeoutSeconds: 5 }, status: { startedAt: ago(300) }, reason: 'TimedOut', phase: 'Failed' },
    { asked: 'somebody cancels', wish: { cancel: true }, status: {}, reason: 'CancelRequested', phase: 'Cancelled' },
  ])('is not begun any more when $asked, and ended when under way', ({ wish, status, reason, phase }) => {
    const open = { ...running(intent('a')), ...status };
    expect(decide(two, open, looked({ kind: 'absent' }), wish)).toMatchObject({
      status: { phase, reason, intents: [{ outcome: 'Failed' }] },
    });
    expect(decide(two, open, looked({ kind: 'working', message: 'x' }), wish)).toMatchObject({ act: 'abandon', status: { phase, reason } });
  });

  test.each([
    { seen: 'under way', look: { kind: 'working', message: 'x' }, cancel: true, undo: { a: 'Irreversible' } },
    { seen: 'waiting to begin', look: { kind: 'working', message: 'x', begun: false }, cancel: true, undo: undefined },
    { seen: 'absent', look: { kind: 'absent' }, cancel: true, undo: undefined },
    { seen: 'failed half-way', look: { kind: 'failed', reason: 'SyncFailed', message: 'x', begun: true }, undo: { a: 'Irreversible' } },
    { seen: 'failed before it began', look: { kind: 'failed', reason: 'NameCollision', message: 'x' }, undo: undefined },
  ] as const)('that is given up $seen leaves behind: $undo', ({ look, undo, ...wish }) => {
    const { status } = decide(one, running(intent('a')), looked(look), wish);
    expect(status.finishedAt).toBeDefined();
    expect(status.result?.['undo']).toEqual(undo);
    expect(undoOutcome(buildAction({ status }))).toBe(undo?.a);
  });

  test.each([
    { reason: 'Forbidden', undo: { a: 'Irreversible' } },
    { reason: 'ApiNotInstalled', undo: { a: 'Irreversible' } },
    { reason: 'TargetGone', undo: undefined },
    { reason: 'TargetUidMismatch', undo: undefined },
  ] as const)('that cannot be looked for ($reason) may have been made and leaves behind: $undo', ({ reason, undo }) => {
    const { status } = decide(one, running(intent('a')), { kind: 'impossible', reason, message: 'x' });
    expect(status).toMatchObject({ phase: 'Failed', reason, intents: [{ outcome: 'Failed' }] });
    expect(status.result?.['undo']).toEqual(undo);
  });

  test('that is given up half-way after another one keeps what it left while the other is taken back', () => {
    const { status } = decide(two, running(intent('a', 'Done'), intent('b')), looked({ kind: 'working', message: 'x' }), { cancel: true });
    expect(status).toMatchObject({ phase: 'Running', result: { undo: { b: 'Irreversible' } } });
    const taken = decide(two, status, looked({ kind: 'done' }));
    expect(taken.status).toMatchObject({ phase: 'Cancelled', result: { undo: { a: 'Undone', b: 'Irreversible' } } });
  });

  test('that turns out to be made when it is to stop is taken back before the end', () => {
    const next = decide(one, { ...running(intent('a')) }, looked({ kind: 'done' }), { cancel: true });
    expect(next).toMatchObject({
      after: 0,
      status: { phase: 'Running', conditions: [{ type: 'Executed', status: 'False', reason: 'CancelRequested' }] },
    });
  });
});

describe('a refused write', () => {
  const pause = { nextAttemptAt: new Date(now.getTime() + 5000).toISOString() };
  test.each([
    { what: 'the first effect', status: running(intent('a')), sight: refused(), gives: { after: 1000, status: pause } },
    {
      what: 'the first effect, for ever',
      status: running(intent('a')),
      sight: refused({ final: true, reason: 'Forbidden' }),
      gives: { status: { phase: 'Failed', reason: 'Forbidden' } },
    },
    {
      what: 'the first effect, by overload',
      status: running(intent('a')),
      sight: refused({ retryAfterSeconds: 3 }),
      gives: { after: 3000, status: { attempts: 1 } },
    },
    {
      what: 'a later effect, for now',
      status: running(intent('a', 'Done'), intent('b')),
      sight: refused(),
      gives: { after: 5000, status: { phase: 'Running' } },
    },
    {
      what: 'a later effect, lastingly',
      status: running(intent('a', 'Done'), intent('b')),
      sight: refused({ passing: false }),
      gives: { after: 0, status: { phase: 'Running', reason: 'ApplyFailed' } },
    },
  ])('of $what', ({ status, sight, gives }) => {
    expect(decide(two, status, sight)).toMatchObject(gives);
  });

  test.each([
    { when: 'before the pause is over', status: { nextAttemptAt: ago(-3) }, gives: { after: 3000 } },
    { when: 'after the pause', status: { nextAttemptAt: ago(0) }, gives: { act: 'apply', status: { attempts: 2 } } },
    {
      when: 'after the last attempt',
      status: { nextAttemptAt: ago(-3), attempts: 3, message: 'no' },
      gives: { status: { phase: 'Failed', reason: 'AttemptsExhausted', message: 'no' } },
    },
  ])('seen as not made $when', ({ status, gives }) => {
    expect(decide(two, { ...running(intent('a')), ...status }, looked({ kind: 'absent' }))).toMatchObject(gives);
  });

  test('that was made all the same after the last attempt is no failure', () => {
    const status = { ...running(intent('a')), nextAttemptAt: ago(-3), attempts: 3 };
    expect(outcomes(decide(two, status, looked({ kind: 'done' })))).toEqual(['a Done', 'b open']);
  });
});

describe('a settling target', () => {
  const made = running(intent('a', 'Done'));
  test.each([
    {
      seen: 'settled',
      look: { kind: 'done' },
      gives: { status: { phase: 'Succeeded', conditions: [{ type: 'Executed', status: 'True' }] } },
    },
    { seen: 'on its way', look: { kind: 'working', message: 'x' }, gives: { after: 2500, status: { phase: 'Running', message: 'x' } } },
    {
      seen: 'stuck',
      look: { kind: 'failed', reason: 'RolloutFailed', message: 'x' },
      gives: { after: 0, status: { phase: 'Running', reason: 'RolloutFailed' } },
    },
    { seen: 'somebody else`s', look: { kind: 'takenOver', message: 'x' }, gives: { status: { phase: 'Cancelled', reason: 'TakenOver' } } },
  ] as const)('that is $seen', ({ look, gives }) => {
    expect(decide(one, made, looked(look))).toMatchObject(gives);
  });
});

describe('an effect that is taken back', () => {
  const stopping: RemediationActionStatus = {
    ...running(intent('a', 'Done')),
    conditions: [{ type: 'Executed', status: 'False', reason: 'TimedOut', message: 'late.', lastTransitionTime: ago(1) }],
  };
  const recorded = { ...stopping, intents: [intent('a', 'Done'), intent('undo-a')] };
  test.each([
    {
      seen: 'there',
      look: { kind: 'absent' },
      status: stopping,
      gives: { after: 0, status: { intents: [{}, { step: 'undo-a', epoch: 4 }] } },
    },
    { seen: 'there, with its intent', look: { kind: 'absent' }, status: recorded, gives: { act: 'apply' } },
    {
      seen: 'gone',
      look: { kind: 'done' },
      status: recorded,
      gives: {
        status: {
          phase: 'Failed',
          reason: 'TimedOut',
          intents: [{ outcome: 'Undone' }, { outcome: 'Done' }],
          result: { undo: { a: 'Undone' } },
        },
      },
    },
    {
      seen: 'changed by others',
      look: { kind: 'drifted', message: 'x' },
      status: stopping,
      gives: { status: { phase: 'Failed', reason: 'TimedOut', intents: [{ outcome: 'Done' }], result: { undo: { a: 'Drifted' } } } },
    },
    {
      seen: 'stuck',
      look: { kind: 'failed', reason: 'SyncFailed', message: 'x' },
      status: recorded,
      gives: { status: { phase: 'Failed', reason: 'UndoFailed', message: 'late. It could not be taken back: a.' } },
    },
  ] as const)('and is $seen', ({ look, status, gives }) => {
    expect(decide(one, status, looked(look))).toMatchObject(gives);
  });

  test('that has become impossible leaves no intent open', () => {
    const next = decide(one, recorded, { kind: 'impossible', reason: 'InvalidCompensation', message: 'x' });
    expect(next.status).toMatchObject({ phase: 'Failed', reason: 'InvalidCompensation' });
    expect(outcomes(next)).toEqual(['a Done', 'undo-a Failed']);
  });

  test('is tried three times, then a person has to look', () => {
    const tried = { ...recorded, result: { undoAttempts: 2 } };
    expect(decide(one, tried, refused({ final: true, reason: 'Forbidden' }))).toMatchObject({
      status: { phase: 'Failed', reason: 'UndoFailed' },
    });
    expect(decide(one, recorded, refused({ final: true, reason: 'Forbidden' }))).toMatchObject({
      after: 1000,
      status: { phase: 'Running', result: { undoAttempts: 1 } },
    });
  });
});
