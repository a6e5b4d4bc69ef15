import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { decideExecution } from './decide.ts';
import { tokenOf } from './intents.ts';
import type { NextExecution, Sight } from './seen.ts';
import { stageOf, type OperationShape } from './stage.ts';

const now = new Date(at(100));
const cordon: OperationShape = { effects: [{ name: 'cordon', undoable: true }], settles: true };
const restart: OperationShape = { effects: [{ name: 'restart', undoable: false }], settles: true };

const running = (step: string, outcome?: 'Done'): RemediationActionStatus => ({
  phase: 'Running',
  startedAt: at(90),
  attempts: 1,
  intents: [{ step, token: tokenOf('uid-a', step), at: at(91), ...(outcome && { outcome }) }],
});

function whenSuspended(operation: OperationShape, status: RemediationActionStatus, sight: Sight, wish: ActionWish = {}): NextExecution {
  const action = buildAction({ name: 'a', uid: 'uid-a', status, ...wish });
  const stage = stageOf({ action, operation }, now);
  return decideExecution({ action, operation, stage, sight, timeoutSeconds: 300, pollSeconds: 5, suspended: true, epoch: 1 }, now);
}

const stopped = { phase: 'Cancelled', reason: 'EmergencyStopped' };
const looked = (kind: 'absent' | 'done'): Sight => ({ kind: 'looked', look: { kind } });

describe('the kill switch', () => {
  test('sends one that won and has not begun back to wait, for as long as it takes', () => {
    const inspection = { kind: 'ready', before: {}, targetUid: 'u', changes: [] } as const;
    const { status, act } = whenSuspended(cordon, { phase: 'Admitted' }, { kind: 'inspected', inspection });
    expect(act).toBeUndefined();
    expect(status).toMatchObject({
      phase: 'Blocked',
      reason: 'Suspended',
      blocked: { reason: 'Suspended', by: 'RemediationPolicy/cluster', since: at(100) },
    });
    expect(status.intents).toBeUndefined();
    expect(status.blocked?.until).toBeUndefined();
  });

  test.each([
    {
      what: 'an effect that was announced and not made',
      operation: restart,
      status: running('restart'),
      sight: looked('absent'),
      outcome: 'Failed',
    },
    { what: 'an effect that is made and stays', operation: restart, status: running('restart'), sight: looked('done'), outcome: 'Done' },
    {
      what: 'a slice of one that takes many',
      operation: restart,
      status: running('restart'),
      sight: { kind: 'looked', look: { kind: 'working', message: 'Two of five pods are evicted.', advance: true } } as const,
      outcome: 'Failed',
    },
    { what: 'the wait for its target', operation: restart, status: running('restart', 'Done'), sight: looked('done'), outcome: 'Done' },
  ])('ends what runs after $what, with the outcome recorded', ({ operation, status, sight, outcome }) => {
    expect(whenSuspended(operation, status, sight).status).toMatchObject({ ...stopped, intents: [{ outcome }] });
  });

  test('has what can be taken back taken back first, and lifting it revives nothing', () => {
    const first = whenSuspended(cordon, running('cordon'), looked('done'));
    expect(first).toMatchObject({ after: 0, status: { phase: 'Running', intents: [{ outcome: 'Done' }] } });
    const action = buildAction({ name: 'a', uid: 'uid-a', status: first.status });
    const lifted = { action, operation: cordon, timeoutSeconds: 300, pollSeconds: 5, suspended: false, epoch: 1 };
    const last = decideExecution({ ...lifted, stage: stageOf(lifted, now), sight: looked('done') }, now);
    expect(last.status).toMatchObject({ ...stopped, intents: [{ outcome: 'Undone' }] });
  });

  test('lets an undoing action go on', () => {
    const undoing = { compensates: { name: 'b', uid: 'uid-b' } };
    expect(whenSuspended(restart, running('restart', 'Done'), looked('done'), undoing).status).toMatchObject({ phase: 'Succeeded' });
  });
});
