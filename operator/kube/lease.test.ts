import { describe, expect, jest, test } from '@jest/globals';
import { Candidates, heldLease, leaseKey } from '../testing/candidates.ts';
import { Cache } from './cache.ts';
import { Transient } from './errors.ts';
import { kinds } from './kinds.ts';
import type { Lease } from './lease.ts';

const away = () => new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
const candidates = new Candidates();
const candidate: Candidates['add'] = (identity, more) => candidates.add(identity, more);
const pass = (seconds: number) => candidates.pass(seconds);
const lease = () => candidates.lease();
const failing = (times: number, match: string) => Array.from({ length: times }, () => candidates.cluster.failNext(match, away()));

describe('taking the Lease', () => {
  test('the first one makes it and leads in epoch 1', async () => {
    const election = candidate('a');
    await pass(0);
    expect(election.isLeader()).toBe(true);
    expect(lease()).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 1 });
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('one that was edited to a lower number does not lower the epoch', async () => {
    candidates.cluster.put(heldLease('', { leaseTransitions: 2 }));
    const election = candidate('a', { floorEpoch: () => Promise.resolve(7) });
    await pass(0);
    expect(election.epoch).toBe(8);
  });

  test.each([0, 2 ** 31 - 1])(
    'one that we held and a person gave to nobody, with the number %d, is taken again in the next epoch',
    async (edited) => {
      candidates.cluster.put(heldLease(''));
      const election = candidate('a');
      await pass(1);
      candidates.cluster.put(heldLease('nobody', { leaseTransitions: edited }));
      await pass(20);
      expect(candidates.log).toEqual(['a leads in 4', 'a stops: taken by nobody', 'a leads in 5']);
      expect(election.epoch).toBe(5);
    },
  );

  test('it is known whether somebody leads: awaited at first, then present, and lost while it is free', async () => {
    candidates.cluster.put(heldLease('c'));
    const election = candidate('b');
    const seen = [election.leader];
    failing(20, 'patch Lease');
    for (const seconds of [1, 20, 60]) await pass(seconds).then(() => seen.push(election.leader));
    expect(seen.join()).toBe('awaited,present,lost,present');
  });

  test('a holder that renews is left alone for ever', async () => {
    const first = candidate('a');
    await pass(1);
    const second = candidate('b');
    await pass(120);
    expect([first.isLeader(), second.isLeader()]).toEqual([true, false]);
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('a silent holder is waited for as long as its duration from when we first saw it, whatever its clock says', async () => {
    candidates.cluster.put(heldLease('gone'));
    const election = candidate('a');
    await pass(14.9);
    expect(election.isLeader()).toBe(false);
    await pass(2.2);
    expect(election.isLeader()).toBe(true);
    expect(election.epoch).toBe(4);
  });

  test('a renewTime in the future keeps nobody waiting longer', async () => {
    candidates.cluster.put(heldLease('gone', { renewTime: '2999-01-01T00:00:00.000000Z' }));
    const election = candidate('a');
    await pass(17.2);
    expect(election.isLeader()).toBe(true);
  });

  test.each([
    { durationSeconds: 20, before: 19, after: 23 },
    { durationSeconds: 100_000, before: 29, after: 33 },
    { durationSeconds: 1, before: 14.9, after: 17.2 },
  ])('a holder that claims $durationSeconds s is waited for within bounds', async ({ durationSeconds, before, after }) => {
    candidates.cluster.put(heldLease('gone', { leaseDurationSeconds: durationSeconds }));
    const election = candidate('a');
    await pass(before);
    expect(election.isLeader()).toBe(false);
    await pass(after - before);
    expect(election.isLeader()).toBe(true);
  });

  test('our own identity of an earlier life is taken over at once, in a new epoch', async () => {
    candidates.cluster.put(heldLease('a'));
    const election = candidate('a');
    await pass(0);
    expect(election.epoch).toBe(4);
    expect(election.isLeader()).toBe(true);
  });

  test('of several that want it one gets it', async () => {
    candidates.cluster.put(heldLease('', { leaseTransitions: 3 }));
    const all = ['a', 'b', 'c'].map((identity) => candidate(identity));
    await pass(5);
    expect(all.filter((election) => election.isLeader())).toHaveLength(1);
    expect(lease()?.leaseTransitions).toBe(4);
  });

  test('an unreachable server is asked again and again', async () => {
    failing(3, 'get Lease');
    const election = candidate('a');
    await pass(5.9);
    expect(election.isLeader()).toBe(false);
    await pass(1);
    expect(election.isLeader()).toBe(true);
  });
});

describe('keeping it', () => {
  test('is one guarded write every two seconds and no read', async () => {
    candidate('a');
    await pass(0);
    candidates.cluster.calls.length = 0;
    await pass(10);
    expect(candidates.cluster.calls.map(({ verb }) => verb)).toEqual(Array(5).fill('patch'));
    expect(candidates.cluster.calls.every(({ body }) => (body as Lease).metadata.resourceVersion !== undefined)).toBe(true);
  });

  test('failed renewals end leading exactly when the last good one is ten seconds old', async () => {
    const election = candidate('a');
    await pass(0);
    failing(20, 'patch Lease');
    await pass(9.9);
    expect(election.isLeader()).toBe(true);
    await pass(0.2);
    expect(election.isLeader()).toBe(false);
    expect(candidates.log).toEqual(['a leads in 1', 'a stops: not renewed in time']);
  });

  test('a renewal in time goes on, and what failed before is forgotten', async () => {
    const election = candidate('a');
    await pass(0);
    failing(3, 'patch Lease');
    await pass(60);
    expect(election.isLeader()).toBe(true);
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('after losing it the process stands by and wins again in a higher epoch', async () => {
    const election = candidate('a');
    await pass(0);
    failing(6, 'patch Lease');
    await pass(20);
    expect(election.isLeader()).toBe(true);
    expect(candidates.log).toEqual(['a leads in 1', 'a stops: not renewed in time', 'a leads in 2']);
  });

  test('a stalled process knows synchronously that it may not act, before any timer has run', async () => {
    let stalled = 0;
    const clock = { now: () => new Date(), monotonic: () => performance.now() + stalled };
    const election = candidate('a', { clock });
    await pass(1);
    expect(election.isLeader()).toBe(true);
    stalled = 10_000;
    expect(election.isLeader()).toBe(false);
    await pass(3);
    expect(candidates.log.slice(0, 2)).toEqual(['a leads in 1', 'a stops: not renewed in time']);
  });

  test('the wall clock may jump', async () => {
    const election = candidate('a');
    await pass(1);
    jest.setSystemTime(new Date('2030-01-01'));
    await pass(30);
    expect(election.isLeader()).toBe(true);
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('another that took it ends leading at the next renewal', async () => {
    const election = candidate('a');
    await pass(1);
    candidates.cluster.put(heldLease('b', { leaseTransitions: 9 }));
    await pass(2);
    expect(election.isLeader()).toBe(false);
    expect(candidates.log).toEqual(['a leads in 1', 'a stops: taken by b']);
  });

  test('an edit by a person, or an answer that got lost, is no loss', async () => {
    const election = candidate('a');
    await pass(1);
    candidates.cluster.put({ ...heldLease('a', { leaseTransitions: 0 }), metadata: { ...leaseKey, labels: { edited: 'yes' } } });
    await pass(2);
    expect(election.isLeader()).toBe(true);
    expect(lease()).toMatchObject({ holderIdentity: 'a', leaseTransitions: 1 });
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('another process of the same name that took it ends leading, and is then waited for like any other', async () => {
    const first = candidate('a');
    await pass(1);
    const second = candidate('a');
    await pass(3);
    expect([first.isLeader(), second.isLeader()]).toEqual([false, true]);
    await pass(60);
    expect(candidates.log).toEqual(['a leads in 1', 'a leads in 2', 'a stops: taken by another process of the same name']);
  });
});

describe('giving it up', () => {
  test('for a higher epoch takes it again above every status', async () => {
    let floor = 0;
    const election = candidate('a', { floorEpoch: () => floor });
    candidate('b', { floorEpoch: () => floor });
    await pass(1);
    floor = 7;
    election.stepDown('a status carries the epoch 7');
    expect(election.isLeader()).toBe(false);
    await pass(2.5);
    expect(candidates.log).toEqual(['a leads in 1', 'a stops: a status carries the epoch 7', 'a leads in 8']);
  });

  test('lets the next one lead at its next look', async () => {
    const first = candidate('a');
    await pass(1);
    const second = candidate('b');
    await pass(5);
    await first.release();
    expect(first.isLeader()).toBe(false);
    expect(lease()).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1, leaseTransitions: 1 });
    await pass(2.5);
    expect(second.isLeader()).toBe(true);
    expect(candidates.log).toEqual(['a leads in 1', 'a stops: released', 'b leads in 2']);
  });

  test('never touches the Lease of another', async () => {
    const election = candidate('a');
    await pass(1);
    candidates.cluster.put(heldLease('b'));
    await election.release();
    expect(lease()?.holderIdentity).toBe('b');
  });

  test('a standby with nothing to give up just ends', async () => {
    candidates.cluster.put(heldLease('b'));
    const election = candidate('a');
    await pass(1);
    candidates.cluster.calls.length = 0;
    await election.release();
    expect(candidates.cluster.calls).toEqual([]);
  });
});

describe('with watched Leases', () => {
  function watched() {
    const leases = new Cache<Lease>({ name: 'Lease' });
    const show = () => {
      const stored = candidates.cluster.peek<Lease>(kinds.Lease, leaseKey);
      if (stored) leases.upsert(stored);
    };
    return { leases, show };
  }

  test('a standby reads nothing from the server', async () => {
    const { leases, show } = watched();
    candidates.cluster.put(heldLease('b'));
    show();
    candidate('a', { leases });
    await pass(10);
    expect(candidates.cluster.calls).toEqual([]);
  });

  test('a released Lease is taken at once', async () => {
    const { leases, show } = watched();
    candidates.cluster.put(heldLease('b'));
    show();
    const election = candidate('a', { leases });
    await pass(3);
    candidates.cluster.put(heldLease(''));
    show();
    await pass(0);
    expect(election.isLeader()).toBe(true);
  });

  test('a cache that hangs behind cannot steal: the write fails and the server is asked', async () => {
    const { leases, show } = watched();
    candidates.cluster.put(heldLease('b'));
    show();
    const election = candidate('a', { leases });
    await pass(10);
    candidates.cluster.put(heldLease('b', { renewTime: '2020-01-01T00:00:10.000000Z' }));
    await pass(8);
    expect(election.isLeader()).toBe(false);
    expect(candidates.cluster.calls.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['patch', 'get']));
  });
});
