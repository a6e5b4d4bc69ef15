import { describe, expect, test } from '@jest/globals';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { aMachineConfig, aSourcedPool, keptState, renderedFrom } from '../../testing/machine-configs.ts';
import { target } from '../../testing/targets.ts';
import { readRelief } from './read-relief.ts';

const system = 'self-healing-platform';
const pressed = (marks: { annotations?: Record<string, string>; labels?: Record<string, string> } = {}) =>
  aNode('w1', { conditions: { MemoryPressure: 'True' }, ...marks });
const object = (of: string, spec: object, metadata: object = {}) => {
  const { apiVersion, kind, namespace, name } = target(of);
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }), ...metadata }, spec };
};
const machineOf = ({ apiVersion, kind }: typeof kinds.Machine, metadata: object) => ({
  apiVersion,
  kind,
  metadata: { namespace: 'cloud', name: 'm-1', ...metadata },
  spec: {},
});
const inSet = machineOf(kinds.Machine, {
  ownerReferences: [{ apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 's', controller: true }],
});
const inDeployment = machineOf(kinds.ClusterMachine, { labels: { 'cluster.x-k8s.io/deployment-name': 'workers' } });
const bySet = { annotations: { 'machine.openshift.io/machine': 'cloud/m-1' } };
const byDeployment = { annotations: { 'cluster.x-k8s.io/machine': 'm-1', 'cluster.x-k8s.io/cluster-namespace': 'cloud' } };
const byPool = { labels: { 'karpenter.sh/nodepool': 'workers' } };
const set = 'MachineSet/cloud/workers';

describe('what makes nodes like one that is ill', () => {
  test.each([
    { what: 'a MachineSet', node: pressed(bySet), objects: [inSet, object(set, { replicas: 3 })], found: set },
    {
      what: 'a MachineDeployment',
      node: pressed(byDeployment),
      objects: [inDeployment, object('MachineDeployment/cloud/workers', { replicas: 3 })],
      found: 'MachineDeployment/cloud/workers',
    },
    { what: 'a NodePool', node: pressed(byPool), objects: [object('NodePool/workers', { replicas: 3 })], found: 'NodePool/workers' },
  ])('is $what', async ({ node, objects, found }) => {
    const relief = await readRelief(new FakeCluster({ objects }), { nodes: [node], pools: [] }, system);
    expect(relief.growable).toEqual([{ node: 'w1', target: target(found), replicas: 3 }]);
  });

  test.each([
    { when: 'the node says nothing of its origin', node: pressed(), objects: [], calls: 0 },
    {
      when: 'the node names nothing for its origin',
      node: pressed({
        annotations: { 'machine.openshift.io/machine': 'cloud/', 'cluster.x-k8s.io/machine': '', 'cluster.x-k8s.io/cluster-namespace': '' },
        labels: { 'karpenter.sh/nodepool': '' },
      }),
      objects: [],
      calls: 0,
    },
    { when: 'the node is well', node: aNode('w1', bySet), objects: [inSet, object(set, { replicas: 3 })], calls: 0 },
    { when: 'its Machine is gone', node: pressed(bySet), objects: [], calls: 1 },
    { when: 'its Machine is nobody`s', node: pressed(bySet), objects: [machineOf(kinds.Machine, {})], calls: 1 },
    { when: 'Karpenter decides by itself', node: pressed(byPool), objects: [object('NodePool/workers', {})], calls: 1 },
    {
      when: 'the autoscaler decides',
      node: pressed(bySet),
      objects: [inSet, object(set, {}, { annotations: { 'machine.openshift.io/cluster-api-autoscaler-node-group-max-size': '5' } })],
      calls: 2,
    },
  ])('is nothing, after $calls reads, when $when', async ({ node, objects, calls }) => {
    const cluster = new FakeCluster({ objects });
    expect((await readRelief(cluster, { nodes: [node], pools: [] }, system)).growable).toEqual([]);
    expect(cluster.calls).toHaveLength(calls);
  });

  test('is nothing where it may not be read or is not installed', async () => {
    const forbidden = new FakeCluster({ objects: [inSet] });
    forbidden.failNext('get Machine', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    for (const cluster of [forbidden, new FakeCluster({ missing: [kinds.Machine] })]) {
      expect((await readRelief(cluster, { nodes: [pressed(bySet)], pools: [] }, system)).growable).toEqual([]);
    }
  });
});

describe('the known good state of a degraded pool', () => {
  const good = renderedFrom('rendered-a', '99-tuning');
  const degraded = aSourcedPool({ wanted: renderedFrom('rendered-b', '99-tuning'), present: good, degraded: true });
  const kept = keptState('rendered-a', [aMachineConfig('99-tuning')]);
  test.each([
    { when: 'it is kept', pool: degraded, objects: kept, known: ['worker'], calls: 1 },
    { when: 'none is kept', pool: degraded, objects: [], known: [], calls: 1 },
    { when: 'the pool is well', pool: aSourcedPool({ wanted: good }), objects: kept, known: [], calls: 0 },
  ])('is known: $known, when $when', async ({ pool, objects, known, calls }) => {
    const cluster = new FakeCluster({ objects });
    expect([...(await readRelief(cluster, { nodes: [], pools: [pool] }, system)).knownGood]).toEqual(known);
    expect(cluster.calls).toHaveLength(calls);
  });
});
