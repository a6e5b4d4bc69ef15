import { describe, expect, test } from '@jest/globals';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { residentsOn, seenTarget, seenWorkload, since, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from './diagnose.ts';
import type { SeenWorld } from './seen.ts';

const report = { type: 'whatever', description: 'postgres on a nodejs host' };
const minute = (n: number) => `2026-01-01T10:${String(n).padStart(2, '0')}:00Z`;
const pressed = (at: number, name = 'w1') => since(aNode(name, { conditions: { MemoryPressure: 'True' } }), 'MemoryPressure', minute(at));
const pay = aWorkload('Deployment', 'pay');
const down = unavailable(pay);
const podOn = (node: string, failedAt?: number) => {
  const pod = aPod(`pay-on-${node}`, { spec: { nodeName: node }, ready: failedAt === undefined });
  return failedAt === undefined ? pod : since(pod, 'Ready', minute(failedAt));
};

describe('the root cause', () => {
  test.each<{ when: string; seen: SeenWorld; layer: string; cause: string; layers: string[] }>([
    {
      when: 'a node got under pressure before the pods on it failed',
      seen: world([seenWorkload(down, [podOn('w1', 10)])], { nodes: [pressed(9)] }),
      layer: 'infrastructure',
      cause: 'Node/w1',
      layers: ['infrastructure', 'application'],
    },
    {
      when: 'the pods failed before the node got under pressure',
      seen: world([seenWorkload(down, [podOn('w1', 10)])], { nodes: [pressed(11)] }),
      layer: 'application',
      cause: 'Deployment/shop/pay',
      layers: ['application'],
    },
    {
      when: 'both began in the same second: the lower layer',
      seen: world([seenWorkload(down, [podOn('w1', 10)])], { nodes: [pressed(10)] }),
      layer: 'infrastructure',
      cause: 'Node/w1',
      layers: ['infrastructure', 'application'],
    },
    {
      when: 'nobody knows what began first: the lower layer',
      seen: world([seenTarget(aNode('w1', { conditions: { Ready: 'False' } })), seenWorkload(down, [podOn('w1')])]),
      layer: 'infrastructure',
      cause: 'Node/w1',
      layers: ['infrastructure', 'application'],
    },
    {
      when: 'pods fail on three healthy nodes',
      seen: world(
        [
          seenWorkload(
            down,
            ['w1', 'w2', 'w3'].map((node) => podOn(node, 1)),
          ),
        ],
        { nodes: ['w1', 'w2', 'w3'].map((name) => aNode(name)) },
      ),
      layer: 'application',
      cause: 'Deployment/shop/pay',
      layers: ['application'],
    },
    {
      when: 'a pool, an operator and a Deployment are hit',
      seen: world([
        seenWorkload(down),
        seenTarget(aClusterOperator('network', { Degraded: 'True' })),
        seenTarget(aPool('worker', { conditions: { Updating: 'True' } })),
      ]),
      layer: 'infrastructure',
      cause: 'MachineConfigPool/worker',
      layers: ['infrastructure', 'platform', 'application'],
    },
    {
      when: 'two nodes are ill: the one that was first',
      seen: world([seenTarget(pressed(8, 'w1')), seenTarget(pressed(3, 'w2'))]),
      layer: 'infrastructure',
      cause: 'Node/w2',
      layers: ['infrastructure'],
    },
    {
      when: 'the node is a target too, but became ill after what runs there',
      seen: world([seenTarget(pressed(11)), seenWorkload(down, [podOn('w1', 10)])]),
      layer: 'application',
      cause: 'Deployment/shop/pay',
      layers: ['infrastructure', 'application'],
    },
    {
      when: 'a healthy workload stands on a node whose configuration changes',
      seen: world([seenWorkload(pay, [podOn('w1')])], { nodes: [aNode('w1', { annotations: configured('a', 'b') })] }),
      layer: 'infrastructure',
      cause: 'Node/w1',
      layers: ['infrastructure'],
    },
    {
      when: 'the network of a node is not there',
      seen: world([seenTarget(aNode('w1', { conditions: { NetworkUnavailable: 'True' } }))]),
      layer: 'platform',
      cause: 'Node/w1',
      layers: ['platform'],
    },
    {
      when: 'nobody can judge the target: the layer of its kind',
      seen: world([{ kind: 'other', asked: target('NetworkPolicy/shop/deny'), target: target('NetworkPolicy/shop/deny') }]),
      layer: 'platform',
      cause: 'NetworkPolicy/shop/deny',
      layers: ['platform'],
    },
  ])('is $cause when $when', ({ seen, layer, cause, layers }) => {
    const found = diagnose(seen, report);
    expect(found.rootCause).toMatchObject({ layer, target: target(cause) });
    expect(found.affectedLayers).toEqual(layers);
  });

  test('is nobody when every target is well and stands on what is well', () => {
    const seen = world([seenTarget(aNode('w2')), seenWorkload(pay, [podOn('w1')])], { nodes: [aNode('w1')] });
    expect(diagnose(seen, report)).toMatchObject({ affectedLayers: [], impactedResources: [], rootCause: undefined });
  });

  test('is told with what speaks for it first and what does not after', () => {
    const found = diagnose(world([seenTarget(pressed(11)), seenWorkload(down, [podOn('w1', 10)])]), report);
    expect(found.rootCause?.evidence?.[0]).toMatchObject({ where: 'Deployment/shop/pay', since: minute(10) });
    expect(found.rootCause?.evidence).toContainEqual(
      expect.objectContaining({ where: 'Node/w1', what: 'MemoryPressure began only after what runs there had failed' }),
    );
  });
});

describe('what hangs on it', () => {
  const db = aWorkload('StatefulSet', 'db');
  const found = diagnose(
    world([seenTarget(pressed(1)), seenWorkload(down, [podOn('w1', 5)], 'Pod/shop/pay-on-w1')], { residents: residentsOn('w1', db, pay) }),
    report,
  );

  test('lists every object once, lower layers first', () => {
    expect(found.impactedResources).toEqual([
      { layer: 'infrastructure', target: target('Node/w1'), state: 'MemoryPressure' },
      { layer: 'application', target: target('Deployment/shop/pay'), state: 'Unavailable, NotReady' },
      { layer: 'application', target: target('StatefulSet/shop/db'), state: 'OnAffectedNode' },
    ]);
  });

  test('draws the edges from what suffers to what it stands on', () => {
    expect(found.dependencies).toEqual([
      { from: 'Pod/shop/pay-on-w1', to: 'Deployment/shop/pay', via: 'ownerReference' },
      { from: 'Deployment/shop/pay', to: 'Node/w1', via: 'nodeName' },
      { from: 'StatefulSet/shop/db', to: 'Node/w1', via: 'nodeName' },
    ]);
  });

  test('knows how each workload was deployed', () => {
    expect(found.deployments.map(({ target: { name }, method }) => [name, method])).toEqual([
      ['pay', 'Manual'],
      ['db', 'Manual'],
    ]);
  });

  test('leaves out what runs on nodes that are not repaired', () => {
    const network = aNode('w1', { conditions: { NetworkUnavailable: 'True' } });
    expect(diagnose(world([seenTarget(network)], { residents: residentsOn('w1', db) }), report).deployments).toEqual([]);
  });

  test('names the pool of a node that waits for its rollout', () => {
    const labels = { 'node-role.kubernetes.io/worker': '' };
    const node = aNode('w1', { labels, conditions: { Ready: 'False' } });
    const rolling = aPool('worker', { conditions: { Updating: 'True' } });
    expect(diagnose(world([seenTarget(node)], { pools: [rolling] }), report).dependencies).toEqual([
      { from: 'Node/w1', to: 'MachineConfigPool/worker', via: 'nodeSelector' },
    ]);
  });
});

test.each([
  { when: 'its words name layers', type: 'node_trouble', description: 'pods restart', layers: ['infrastructure', 'application'] },
  { when: 'its words name none', type: 'something', description: 'it hurts', layers: ['application'] },
])('a report that names no object gets its layers from words when $when', ({ type, description, layers }) => {
  const found = diagnose(world([]), { type, description });
  expect(found.affectedLayers).toEqual(layers);
  expect(found.rootCause?.layer).toBe(layers[0]);
  expect(found.impactedResources).toEqual([]);
});
