import { afterEach, beforeEach, jest } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { LeaderElection, type Lease, type LeaderElectionOptions } from '../kube/lease.ts';
import { FakeCluster } from './fake-cluster.ts';

/** The Lease that candidates compete for. */
export const leaseKey = { namespace: 'self-healing-platform', name: 'coordination-engine' };

/** Candidates for one Lease on a fake API server, with time that passes when told; each test begins anew. */
export class Candidates {
  cluster = newCluster();
  /** Who began and ended to lead, in order. */
  log: string[] = [];
  #elections: LeaderElection[] = [];

  constructor() {
    beforeEach(() => {
      jest.useFakeTimers();
      this.cluster = newCluster();
      this.log = [];
      this.#elections = [];
    });
    afterEach(async () => {
      this.cluster.put(heldLease('nobody'));
      const released = Promise.all(this.#elections.map((election) => election.release()));
      await this.pass(20);
      await released;
      jest.useRealTimers();
    });
  }

  /** One more, which competes from now on. */
  add(identity: string, more: Partial<LeaderElectionOptions> = {}): LeaderElection {
    const election = new LeaderElection({
      client: this.cluster,
      key: leaseKey,
      identity,
      times: { duration: 15, renew: 10, retry: 2 },
      random: () => 0.5,
      onStartedLeading: (epoch) => this.log.push(`${identity} leads in ${epoch}`),
      onStoppedLeading: (why) => this.log.push(`${identity} stops: ${why}`),
      ...more,
    });
    this.#elections.push(election);
    void election.run();
    return election;
  }

  /** The spec of the Lease as the API server has it. */
  lease(): Lease['spec'] {
    return this.cluster.peek<Lease>(kinds.Lease, leaseKey)?.spec;
  }

  /** So much time passes for all of them. */
  pass(seconds: number): Promise<void> {
    return jest.advanceTimersByTimeAsync(seconds * 1000);
  }
}

function newCluster(): FakeCluster {
  return new FakeCluster({ allow: ['* Lease'] });
}

/** A Lease that was last renewed long ago. */
export function heldLease(holderIdentity: string, spec: Lease['spec'] = {}) {
  const base = { holderIdentity, leaseDurationSeconds: 15, renewTime: '2020-01-01T00:00:00.000000Z', leaseTransitions: 3 };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...leaseKey }, spec: { ...base, ...spec } };
}
