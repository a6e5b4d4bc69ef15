import { describe, expect, test } from '@jest/globals';
import { buildAction } from '../../testing/action-builder.ts';
import { findCondition } from '../conditions.ts';
import { begun, busy, ended, heldUp, stopping } from './progress.ts';

const now = new Date('2026-01-01T01:00:00Z');
const later = new Date('2026-01-01T01:05:00Z');
const action = buildAction({ name: 'act-1' });
const running = begun(action, { reason: 'Running', message: 'It has begun.' }, now);
const held = busy(
  action,
  running,
  { kind: 'working', message: 'A budget holds a pod.', blocked: { reason: 'EvictionBlocked', by: 'x' } },
  now,
);

describe('an action that runs and is held up', () => {
  test('says so by its reason, its message, its condition and since when', () => {
    expect(held).toMatchObject({
      phase: 'Running',
      reason: 'EvictionBlocked',
      message: 'A budget holds a pod.',
      blocked: { reason: 'EvictionBlocked', since: now.toISOString(), by: 'x' },
    });
    expect(findCondition(held.conditions, 'Blocked')).toMatchObject({ status: 'True', reason: 'EvictionBlocked' });
  });

  test('has the reason that it had before once nothing holds it up', () => {
    const free = busy(action, held, { kind: 'working', message: 'Pods go.' }, later);
    expect(free).toMatchObject({ reason: 'Running', message: 'Pods go.', blocked: undefined });
    expect(findCondition(free.conditions, 'Blocked')?.status).toBe('False');
  });

  test('keeps why it is to end while what it did is taken back', () => {
    const why = { phase: 'Failed', reason: 'TimedOut', message: 'Too late.' } as const;
    const undoing = stopping(action, held, why, later);
    expect(undoing).toMatchObject({ reason: 'TimedOut', blocked: undefined });
    const stuck = busy(action, undoing, { kind: 'working', message: 'Locked.', blocked: { reason: 'TargetLocked' } }, later);
    expect(stuck.reason).toBe('TargetLocked');
    expect(busy(action, stuck, { kind: 'working', message: 'Goes on.' }, later).reason).toBe('TimedOut');
  });

  test('says the same by its message as by its condition, whoever holds it up', () => {
    const unread = heldUp(action, running, { reason: 'TargetUnreadable', message: 'No answer.' }, now);
    expect(unread).toMatchObject({ reason: 'TargetUnreadable', message: 'No answer.' });
    expect(findCondition(unread.conditions, 'Blocked')?.message).toBe('No answer.');
  });

  test('ends with the reason of its end', () => {
    const end = ended(action, held, { phase: 'Succeeded', reason: 'Succeeded', message: 'Done.' }, later);
    expect(end).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded', blocked: undefined });
  });
});
