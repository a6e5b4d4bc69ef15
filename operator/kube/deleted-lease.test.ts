import { describe, expect, test } from '@jest/globals';
import { Candidates, heldLease, leaseKey } from '../testing/candidates.ts';
import { Transient } from './errors.ts';
import { kinds } from './kinds.ts';

const candidates = new Candidates();
const candidate: Candidates['add'] = (identity, more) => candidates.add(identity, more);
const pass = (seconds: number) => candidates.pass(seconds);
const lease = () => candidates.lease();

describe('a Lease that was deleted', () => {
  test('is made again in the same epoch', async () => {
    const election = candidate('a');
    await pass(1);
    candidates.cluster.remove(kinds.Lease, leaseKey);
    await pass(2);
    expect(election.isLeader()).toBe(true);
    expect(lease()?.leaseTransitions).toBe(1);
  });

  test('is made again by its leader, and by nobody else while that may still lead', async () => {
    const first = candidate('a');
    await pass(1);
    const second = candidate('b');
    await pass(3.5);
    candidates.cluster.remove(kinds.Lease, leaseKey);
    await pass(1);
    expect([first.isLeader(), second.isLeader()]).toEqual([true, false]);
    await pass(60);
    expect(candidates.log).toEqual(['a leads in 1']);
    expect(lease()).toMatchObject({ holderIdentity: 'a', leaseTransitions: 1 });
  });

  test('whose leader is gone is made anew once that surely leads no more, above every epoch that was seen', async () => {
    candidates.cluster.put(heldLease('gone'));
    const election = candidate('a');
    await pass(1);
    candidates.cluster.remove(kinds.Lease, leaseKey);
    await pass(15.9);
    expect(election.isLeader()).toBe(false);
    await pass(2.2);
    expect(election.isLeader()).toBe(true);
    expect(election.epoch).toBe(4);
  });

  test('that was never seen where an engine has worked is made once no leader can be left, above every epoch that was written', async () => {
    const election = candidate('a', { floorEpoch: () => 41 });
    await pass(14.9);
    expect(election.isLeader()).toBe(false);
    await pass(2.3);
    expect([election.isLeader(), election.epoch, lease()?.leaseTransitions]).toEqual([true, 42, 42]);
  });

  test('is not made by one that starts while its leader, which may still lead, has not yet made it again', async () => {
    const first = candidate('a');
    await pass(1);
    candidates.cluster.remove(kinds.Lease, leaseKey);
    const second = candidate('b', { floorEpoch: () => 1 });
    await pass(0.5);
    expect([first.isLeader(), second.isLeader(), lease()]).toEqual([true, false, undefined]);
    await pass(60);
    expect(candidates.log).toEqual(['a leads in 1']);
  });

  test('that another made first is lost', async () => {
    const election = candidate('a');
    await pass(1);
    candidates.cluster.remove(kinds.Lease, leaseKey);
    candidates.cluster.failNext('patch Lease', new Transient({ reason: 'Timeout', message: 'late' }));
    await pass(1);
    candidates.cluster.put(heldLease('b'));
    await pass(3);
    expect(election.isLeader()).toBe(false);
  });
});
