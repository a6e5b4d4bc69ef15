import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { target } from '../testing/targets.ts';
import { carryOut } from '../testing/run-action.ts';

const old = '2026-01-01T00:00:00Z';
const young = '2026-01-01T00:05:00Z';

/** A MachineSet, MachineDeployment or NodePool of two machines, as `MachineSet/cloud/workers`. */
function group(of: string, more: { metadata?: object; spec?: object; status?: object } = {}) {
  const { apiVersion, kind, namespace, name } = target(of);
  const selector = kind === 'NodePool' ? {} : { selector: { matchLabels: { set: name } } };
  const metadata = { name, ...(namespace !== undefined && { namespace }), uid: `uid-${name}`, generation: 1, ...more.metadata };
  return { apiVersion, kind, metadata, spec: { replicas: 2, ...selector, ...more.spec }, status: { readyReplicas: 2, ...more.status } };
}

const machineKinds = {
  MachineSet: { ...kinds.Machine, labels: { set: 'workers' } },
  MachineDeployment: { ...kinds.ClusterMachine, labels: { 'cluster.x-k8s.io/deployment-name': 'workers' } },
  NodePool: { ...kinds.NodeClaim, labels: { 'karpenter.sh/nodepool': 'workers' } },
} as const;

function machine(of: keyof typeof machineKinds, name: string, at: string, status: object = {}) {
  const { apiVersion, kind, labels, namespaced } = machineKinds[of];
  const metadata = { name, labels, creationTimestamp: at, ...(namespaced && { namespace: 'cloud' }) };
  return { apiVersion, kind, metadata, spec: {}, status };
}

const wishFor = (of: string, replicas = 3): ActionWish => ({
  operation: 'add_node_capacity',
  target: target(of),
  namespace: 'self-healing-platform',
  parameters: { replicas },
});
const set = 'MachineSet/cloud/workers';
const two = [machine('MachineSet', 'm-1', old), machine('MachineSet', 'm-2', old)];
const scales = (engine: FakeEngine) => [
  ...writesOn(engine, 'MachineSet/scale'),
  ...writesOn(engine, 'NodePool/scale'),
  ...writesOn(engine, 'MachineDeployment/scale'),
];

describe('add_node_capacity', () => {
  test.each([
    { of: set, kind: 'MachineSet', refersTo: { nodeRef: { name: 'n-3' } } },
    { of: 'MachineDeployment/cloud/workers', kind: 'MachineDeployment', refersTo: { nodeRef: { name: 'n-3' } } },
    { of: 'NodePool/workers', kind: 'NodePool', refersTo: { nodeName: 'n-3' } },
  ] as const)('asks a $kind for one more and waits until its node is Ready', async ({ of, kind, refersTo }) => {
    const engine = executionEngine([
      group(of),
      machine(kind, 'm-1', old),
      machine(kind, 'm-2', old, { nodeName: 'n-2', nodeRef: { name: 'n-2' } }),
      aNode('n-2'),
    ]);
    const action = admit(engine, wishFor(of));
    const message = 'Waiting for 1 more node to be Ready.';
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Running', message, before: { replicas: 2, machines: 2 } });
    engine.cluster.put(machine(kind, 'm-3', young));
    expect((await carryOut(engine, action, 1000)).status).toMatchObject({ phase: 'Running', message });
    engine.cluster.put(machine(kind, 'm-3', young, refersTo));
    engine.cluster.put(aNode('n-3', { conditions: { Ready: 'False' } }));
    expect((await carryOut(engine, action, 2000)).status).toMatchObject({ phase: 'Running', message });
    engine.cluster.put(aNode('n-3'));
    const { status } = await carryOut(engine, action, 5000);
    expect(status).toMatchObject({ phase: 'Succeeded', message: 'Added n-3.', result: { readyBefore: 2, nodes: ['n-3'] } });
    expect(scales(engine)).toMatchObject([{ verb: 'update', body: { spec: { replicas: 3 }, metadata: { uid: 'uid-workers' } } }]);
  });

  test('counts a machine that was made in the very second of the youngest before', async () => {
    const engine = executionEngine([group(set), ...two]);
    const action = admit(engine, wishFor(set));
    await carryOut(engine, action, 250);
    engine.cluster.put(machine('MachineSet', 'm-3', old, { nodeRef: { name: 'n-3' } }));
    engine.cluster.put(aNode('n-3'));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded', message: 'Added n-3.' });
  });

  test.each([2, 1])('has nothing to do when there are as many as %d already', async (replicas) => {
    const engine = executionEngine([group(set), ...two]);
    const { status } = await carryOut(engine, admit(engine, wishFor(set, replicas)));
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(scales(engine)).toEqual([]);
  });

  test.each([
    { when: 'it does not exist', of: set, object: group('MachineSet/cloud/other'), reason: 'TargetNotFound' },
    {
      when: 'Karpenter decides by itself',
      of: 'NodePool/workers',
      object: group('NodePool/workers', { spec: { replicas: undefined } }),
      reason: 'NotApplicable',
    },
    {
      when: 'the autoscaler decides',
      of: set,
      object: group(set, { metadata: { annotations: { 'machine.openshift.io/cluster-api-autoscaler-node-group-max-size': '5' } } }),
      reason: 'ManagedByOther',
    },
    {
      when: 'a topology decides',
      of: 'MachineDeployment/cloud/workers',
      object: group('MachineDeployment/cloud/workers', { metadata: { labels: { 'topology.cluster.x-k8s.io/owned': '' } } }),
      reason: 'ManagedByOther',
    },
    {
      when: 'a controller owns it',
      of: set,
      object: group(set, {
        metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'MachineDeployment', name: 'd', uid: 'd', controller: true }] },
      }),
      reason: 'ManagedByOther',
    },
    {
      when: 'Argo CD manages it',
      of: set,
      object: group(set, {
        metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'infra:machine.openshift.io/MachineSet:cloud/workers' } },
      }),
      reason: 'ManagedByOther',
    },
    {
      when: 'it is paused',
      of: 'MachineDeployment/cloud/workers',
      object: group('MachineDeployment/cloud/workers', { spec: { paused: true } }),
      reason: 'RolloutPaused',
    },
  ])('is refused with $reason when $when', async ({ of, object, reason }) => {
    const engine = executionEngine([object]);
    expect((await carryOut(engine, admit(engine, wishFor(of)))).status).toMatchObject({ phase: 'Failed', reason });
    expect(scales(engine)).toEqual([]);
  });

  test('does not ask for more than the engine dares to by itself', async () => {
    const engine = executionEngine([group(set)]);
    const { status } = await carryOut(engine, admit(engine, wishFor(set, 6)));
    expect(status).toMatchObject({
      reason: 'AboveMaxReplicas',
      message: `${set} has 2 replicas; the engine asks for at most 5, not for 6.`,
    });
  });

  test('does not apply where the API is not installed, and is tried once', async () => {
    const engine = executionEngine([], { missing: [kinds.MachineSet] });
    const { status } = await carryOut(engine, admit(engine, wishFor(set)), 60_000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'NotApplicable', message: 'The API of MachineSet is not installed.' });
    expect(status?.attempts ?? 1).toBe(1);
  });

  test.each([
    { of: 'Machine API', status: { errorMessage: 'no quota' }, why: 'no quota' },
    { of: 'Cluster API v1beta1', status: { failureMessage: 'no quota' }, why: 'no quota' },
    { of: 'Cluster API v1beta2', status: { deprecated: { v1beta1: { failureMessage: 'no quota' } } }, why: 'no quota' },
    { of: 'none of them', status: {}, why: 'nobody says why' },
  ])('tells why a machine failed in the words of $of', async ({ status, why }) => {
    const of = 'MachineDeployment/cloud/workers';
    const engine = executionEngine([group(of), machine('MachineDeployment', 'm-1', old), machine('MachineDeployment', 'm-2', old)]);
    const action = admit(engine, wishFor(of));
    await carryOut(engine, action, 250);
    engine.cluster.put(machine('MachineDeployment', 'm-3', young, { phase: 'Failed', ...status }));
    expect((await carryOut(engine, action, 5000)).status?.message).toBe(`Machine m-3 failed: ${why}`);
  });

  test.each([
    {
      when: 'the machine failed',
      then: machine('MachineSet', 'm-3', young, { phase: 'Failed', errorMessage: 'no quota' }),
      reason: 'RolloutFailed',
      left: 2,
    },
    {
      when: 'somebody else scaled it',
      then: group(set, { spec: { replicas: 7 }, metadata: { generation: 3 } }),
      reason: 'MovedByOther',
      left: 7,
    },
  ])('fails with $reason when $when, and leaves $left', async ({ then, reason, left }) => {
    const engine = executionEngine([group(set), ...two]);
    const action = admit(engine, wishFor(set));
    await carryOut(engine, action, 250);
    engine.cluster.put(then);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason });
    expect(engine.cluster.peek(kinds.MachineSet, { namespace: 'cloud', name: 'workers' })).toMatchObject({ spec: { replicas: left } });
  });
});
