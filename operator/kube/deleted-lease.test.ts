import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { Transient } from './errors.ts';
import { kinds } from './kinds.ts';
import { LeaderElection, type Lease } from './lease.ts';

const key = { namespace: 'self-healing-platform', name: 'coordination-engine' };

let cluster: FakeCluster;
let elections: LeaderElection[];
let log: string[];
beforeEach(() => {
  jest.useFakeTimers();
  cluster = new FakeCluster({ allow: ['* Lease'] });
  elections = [];
  log = [];
});
afterEach(async () => {
  const released = Promise.all(elections.map((election) => election.release()));
  await pass(20);
  await released;
  jest.useRealTimers();
});

function candidate(identity: string, floorEpoch = 0): LeaderElection {
  const election = new LeaderElection({
    client: cluster,
    key,
    identity,
    times: { duration: 15, renew: 10, retry: 2 },
    random: () => 0.5,
    floorEpoch: () => floorEpoch,
    onStartedLeading: (epoch) => log.push(`${identity} leads in ${epoch}`),
    onStoppedLeading: (why) => log.push(`${identity} stops: ${why}`),
  });
  elections.push(election);
  void election.run();
  return election;
}

function held(holderIdentity: string) {
  const spec = { holderIdentity, leaseDurationSeconds: 15, renewTime: '2020-01-01T00:00:00.000000Z', leaseTransitions: 3 };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...key }, spec };
}
const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);
const lease = () => cluster.peek<Lease>(kinds.Lease, key)?.spec;

describe('a Lease that was deleted', () => {
  test('is made again in the same epoch', async () => {
    const election = candidate('a');
    await pass(1);
    cluster.remove(kinds.Lease, key);
    await pass(2);
    expect(election.isLeader()).toBe(true);
    expect(lease()?.leaseTransitions).toBe(1);
  });

  test('is made again by its leader, and by nobody else while that may still lead', async () => {
    const first = candidate('a');
    await pass(1);
    const second = candidate('b');
    await pass(3.5);
    cluster.remove(kinds.Lease, key);
    await pass(1);
    expect([first.isLeader(), second.isLeader()]).toEqual([true, false]);
    await pass(60);
    expect(log).toEqual(['a leads in 1']);
    expect(lease()).toMatchObject({ holderIdentity: 'a', leaseTransitions: 1 });
  });

  test('whose leader is gone is made anew once that surely leads no more, above every epoch that was seen', async () => {
    cluster.put(held('gone'));
    const election = candidate('a');
    await pass(1);
    cluster.remove(kinds.Lease, key);
    await pass(15.9);
    expect(election.isLeader()).toBe(false);
    await pass(2.2);
    expect(election.isLeader()).toBe(true);
    expect(election.epoch).toBe(4);
  });

  test('that was never seen where an engine has worked is made once no leader can be left, above every epoch that was written', async () => {
    const election = candidate('a', 41);
    await pass(14.9);
    expect(election.isLeader()).toBe(false);
    await pass(2.3);
    expect([election.isLeader(), election.epoch, lease()?.leaseTransitions]).toEqual([true, 42, 42]);
  });

  test('is not made by one that starts while its leader, which may still lead, has not yet made it again', async () => {
    const first = candidate('a');
    await pass(1);
    cluster.remove(kinds.Lease, key);
    const second = candidate('b', 1);
    await pass(0.5);
    expect([first.isLeader(), second.isLeader(), lease()]).toEqual([true, false, undefined]);
    await pass(60);
    expect(log).toEqual(['a leads in 1']);
  });

  test('that another made first is lost', async () => {
    const election = candidate('a');
    await pass(1);
    cluster.remove(kinds.Lease, key);
    cluster.failNext('patch Lease', new Transient({ reason: 'Timeout', message: 'late' }));
    await pass(1);
    cluster.put(held('b'));
    await pass(3);
    expect(election.isLeader()).toBe(false);
  });
});
