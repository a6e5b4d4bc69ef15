import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { holderOf, judgeLock, lockOwnerIn, type LockLease } from './node-lock.ts';

const now = new Date('2026-01-01T10:00:00Z');
const owner = { namespace: 'shop', name: 'act-1', uid: 'uid-act-1' };
const ours = { [keys.actionUid]: owner.uid };

const lease = (spec: LockLease['spec'], labels: Record<string, string> = {}): LockLease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'node-w1', uid: 'u', resourceVersion: '1', creationTimestamp: now.toISOString(), labels },
  spec,
});

describe('the lock of a node', () => {
  test.each([
    { when: 'there is no Lease', seen: undefined, kind: 'free' },
    { when: 'the Lease names no holder', seen: lease({ leaseDurationSeconds: 60 }), kind: 'free' },
    {
      when: 'the time of another is over',
      seen: lease({ holderIdentity: 'nmo', leaseDurationSeconds: 60, renewTime: '2026-01-01T09:58:59.000000Z' }),
      kind: 'free',
    },
    {
      when: 'the time of another ends just now',
      seen: lease({ holderIdentity: 'nmo', leaseDurationSeconds: 60, renewTime: '2026-01-01T09:59:00.000000Z' }),
      kind: 'held',
    },
    {
      when: 'another renewed it in the future',
      seen: lease({ holderIdentity: 'nmo', leaseDurationSeconds: 60, renewTime: '2026-01-01T10:30:00.000000Z' }),
      kind: 'held',
    },
    { when: 'another does not say when it took it', seen: lease({ holderIdentity: 'nmo', leaseDurationSeconds: 60 }), kind: 'held' },
    {
      when: 'another does not say for how long',
      seen: lease({ holderIdentity: 'nmo', renewTime: '2020-01-01T00:00:00.000000Z' }),
      kind: 'held',
    },
    {
      when: 'it was taken for this action, however long ago',
      seen: lease({ holderIdentity: holderOf(owner), leaseDurationSeconds: 60, renewTime: '2020-01-01T00:00:00.000000Z' }, ours),
      kind: 'ours',
    },
    {
      when: 'it was taken for an earlier action of that name',
      seen: lease(
        { holderIdentity: holderOf(owner), leaseDurationSeconds: 60, renewTime: '2026-01-01T10:00:00.000000Z' },
        { [keys.actionUid]: 'earlier' },
      ),
      kind: 'held',
    },
    {
      when: 'another took it over and left our label on it',
      seen: lease({ holderIdentity: 'nmo', leaseDurationSeconds: 60, renewTime: '2026-01-01T10:00:00.000000Z' }, ours),
      kind: 'held',
    },
  ])('is $kind when $when', ({ seen, kind }) => {
    expect(judgeLock(seen, owner, now).kind).toBe(kind);
  });

  test('names the action that it was taken for, and nobody when another system holds it', () => {
    expect(lockOwnerIn(lease({ holderIdentity: holderOf(owner) }, ours))).toEqual(owner);
    expect(lockOwnerIn(lease({ holderIdentity: 'nmo' }, ours))).toBeUndefined();
    expect(lockOwnerIn(lease({ holderIdentity: holderOf(owner) }))).toBeUndefined();
  });
});
