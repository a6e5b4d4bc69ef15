import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, type Conditions } from '../../testing/cluster-objects.ts';
import { nodeIllnesses } from './node-illnesses.ts';
import { clusterOperatorIllnesses, poolIllnesses } from './openshift-illnesses.ts';
import { unreadySince, workloadIllnesses } from './workload-illnesses.ts';
import { missingPods } from '../health/rollout.ts';

const seen = at(50);

/** The object with a time on every condition. */
function timed<T extends { readonly status?: { readonly conditions?: readonly object[] } }>(object: T, second: number): T {
  const conditions = object.status?.conditions?.map((one) => ({ ...one, lastTransitionTime: at(second) }));
  return { ...object, status: { ...object.status, conditions } };
}

describe('a node', () => {
  const policy = { enabled: true, notReadySeconds: 300, problemSeconds: 120 };

  test.each<{ conditions: Conditions; type: string; lastsSeconds: number; what: string }>([
    { conditions: { Ready: 'False' }, type: 'node_not_ready', lastsSeconds: 300, what: 'Ready is False' },
    { conditions: { Ready: 'Unknown' }, type: 'node_not_ready', lastsSeconds: 300, what: 'Ready is Unknown' },
    { conditions: { MemoryPressure: 'True' }, type: 'memory_pressure', lastsSeconds: 120, what: 'MemoryPressure is True' },
    { conditions: { DiskPressure: 'True' }, type: 'disk_pressure', lastsSeconds: 120, what: 'DiskPressure is True' },
    { conditions: { PIDPressure: 'True' }, type: 'pid_pressure', lastsSeconds: 120, what: 'PIDPressure is True' },
    { conditions: { NetworkUnavailable: 'True' }, type: 'network_unavailable', lastsSeconds: 120, what: 'NetworkUnavailable is True' },
    { conditions: { KernelDeadlock: 'True' }, type: 'node_problem', lastsSeconds: 120, what: 'KernelDeadlock is True' },
  ])('that says $what is ill with $type for $lastsSeconds s', ({ conditions, type, lastsSeconds, what }) => {
    const node = timed(aNode('worker-1', { conditions }), 7);
    expect(nodeIllnesses(node, policy, seen)).toEqual([{ type, severity: 'high', what, since: at(7), lastsSeconds }]);
  });

  test('whose condition has no time is ill since it was first seen so', () => {
    expect(nodeIllnesses(aNode('worker-1', { conditions: { Ready: 'False' } }), policy, seen)).toMatchObject([{ since: seen }]);
  });

  test('that is well has no illness', () => {
    expect(nodeIllnesses(aNode('worker-1'), policy, seen)).toEqual([]);
  });
});

describe('a ClusterOperator', () => {
  const policy = { enabled: true, degradedSeconds: 300 };

  test.each<{ conditions: Conditions; types: string[] }>([
    { conditions: {}, types: [] },
    { conditions: { Progressing: 'True' }, types: [] },
    { conditions: { Degraded: 'Unknown' }, types: [] },
    { conditions: { Degraded: 'True' }, types: ['cluster_operator_degraded'] },
    { conditions: { Available: 'False' }, types: ['cluster_operator_unavailable'] },
    { conditions: { Available: 'False', Degraded: 'True' }, types: ['cluster_operator_unavailable', 'cluster_operator_degraded'] },
  ])('with $conditions is ill with $types', ({ conditions, types }) => {
    const found = clusterOperatorIllnesses(timed(aClusterOperator('network', conditions), 7), policy, seen);
    expect(found.map(({ type }) => type)).toEqual(types);
    expect(found.every(({ since }) => since === at(7))).toBe(true);
  });
});

describe('a MachineConfigPool', () => {
  const policy = { enabled: true, degradedSeconds: 300 };

  test.each([
    { when: 'it is well', pool: aPool('worker'), since: undefined },
    { when: 'it is updating', pool: aPool('worker', { conditions: { Updating: 'True', Updated: 'False' } }), since: undefined },
    { when: 'it says that it is degraded', pool: timed(aPool('worker', { conditions: { Degraded: 'True' } }), 7), since: at(7) },
    { when: 'it counts a degraded machine', pool: aPool('worker', { status: { degradedMachineCount: 1 } }), since: seen },
  ])('is ill since $since when $when', ({ pool, since }) => {
    expect(poolIllnesses(pool, policy, seen).map((one) => one.since)).toEqual(since === undefined ? [] : [since]);
  });
});

describe('a workload', () => {
  const policy = { enabled: true, unavailableSeconds: 300 };
  const conditions = (status: string, second: number) => [{ type: 'Available', status, lastTransitionTime: at(second) }];
  const pay = (ready: number, more: object = {}) =>
    aWorkload('Deployment', 'pay', { spec: { replicas: 2 }, status: { readyReplicas: ready, ...more } });

  test.each([
    { when: 'every pod is ready', workload: pay(2), found: [] },
    { when: 'one pod is missing', workload: pay(1), found: [{ severity: 'medium', since: seen }] },
    { when: 'no pod is ready', workload: pay(0), found: [{ severity: 'high', since: seen }] },
    {
      when: 'it says that it is not available since before',
      workload: pay(0, { conditions: conditions('False', 7) }),
      found: [{ since: at(7) }],
    },
    { when: 'it says so only later', workload: pay(0, { conditions: conditions('False', 60) }), found: [{ since: seen }] },
    { when: 'it says that it is available', workload: pay(1, { conditions: conditions('True', 7) }), found: [{ since: seen }] },
    {
      when: 'it is meant to have none',
      workload: aWorkload('Deployment', 'pay', { spec: { replicas: 0 }, status: { readyReplicas: 0 } }),
      found: [],
    },
  ])('when $when', ({ workload, found }) => {
    expect(workloadIllnesses(workload, policy, seen)).toMatchObject(found);
    expect(missingPods(workload) > 0).toBe(found.length > 0);
  });

  test('is ill since the first of its pods is not ready', () => {
    const pod = (name: string, ready: boolean, second: number) => timed(aPod(name, { ready }), second);
    expect(unreadySince([pod('a', true, 1), pod('b', false, 9), pod('c', false, 7)])).toBe(at(7));
    expect(unreadySince([pod('a', true, 1)])).toBeUndefined();
  });
});
