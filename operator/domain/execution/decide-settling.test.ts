import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { decideSettling } from './decide-settling.ts';
import type { Look } from './look.ts';

const now = new Date('2026-01-01T01:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
const passing: Look = { kind: 'failed', reason: 'ModelUnavailable', message: 'No answer.', passing: true };

function settle(look: Look, more: Partial<RemediationActionStatus> = {}, wish: ActionWish = {}) {
  const status = { phase: 'Running', reason: 'Running', startedAt: after(-10), ...more } as const;
  const action = buildAction({ name: 'act-1', status, ...wish });
  const reading = {
    operation: { effects: [], settles: true },
    stage: { kind: 'settle' },
    timeoutSeconds: 60,
    suspended: false,
    pollSeconds: 5,
    epoch: 1,
  } as const;
  return decideSettling({ ...reading, action, sight: { kind: 'looked', look } }, now);
}

describe('what only reads', () => {
  test.each([
    { attempts: undefined, next: 1, pause: 5 },
    { attempts: 1, next: 2, pause: 10 },
  ])('is tried again after attempt $next', ({ attempts, next, pause }) => {
    expect(settle(passing, { attempts })).toMatchObject({
      status: { phase: 'Running', attempts: next, nextAttemptAt: after(pause), message: 'No answer.' },
      after: pause * 1000,
    });
  });

  test('fails after its last attempt, with what was in the way', () => {
    const { status, after: again } = settle(passing, { attempts: 2, nextAttemptAt: after(-1) });
    expect(status).toMatchObject({ phase: 'Failed', reason: 'ModelUnavailable', message: 'No answer.', attempts: 3 });
    expect(status.nextAttemptAt).toBeUndefined();
    expect(again).toBeUndefined();
  });

  test('fails at once when trying again is of no use', () => {
    expect(settle({ ...passing, reason: 'ModelRefused', passing: false }).status).toMatchObject({
      phase: 'Failed',
      reason: 'ModelRefused',
    });
  });

  test('ends in time though the next attempt would be later', () => {
    expect(settle(passing, {}, { retries: { attempts: 3, backoffSeconds: 3600 } }).after).toBe(50_000);
    expect(settle({ kind: 'working', message: 'x', again: 3600 }).after).toBe(50_000);
    expect(settle(passing, { startedAt: after(-60) }).status).toMatchObject({ phase: 'Failed', reason: 'TimedOut' });
  });

  test('does not try again once somebody asked it to stop', () => {
    expect(settle(passing, {}, { cancel: true }).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
  });

  test('holds what it read when it has succeeded', () => {
    const { status } = settle({ kind: 'done', message: 'It answered.', result: { a: 1 } }, { attempts: 1, nextAttemptAt: after(-1) });
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded', message: 'It answered.', result: { a: 1 } });
    expect(status.nextAttemptAt).toBeUndefined();
  });
});
