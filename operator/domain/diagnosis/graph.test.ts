import { expect, test } from '@jest/globals';
import { aNode, aPod, aPool, aWorkload } from '../../testing/cluster-objects.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { diagnose } from './diagnose.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `w${String(i + 1).padStart(3, '0')}`);
const down = unavailable(aWorkload('Deployment', 'pay'));
const podsOn = (nodes: readonly string[]) => nodes.map((name) => aPod(`pay-${name}`, { ready: false, spec: { nodeName: name } }));
const worker = { 'node-role.kubernetes.io/worker': '' };
const node = (name: string, ill = false) => aNode(name, { labels: worker, conditions: ill ? { DiskPressure: 'True' } : {} });
const edges = (...args: Parameters<typeof world>) =>
  diagnose(world(...args), { type: 'whatever' }).dependencies.map(({ from, via, to }) => `${from} ${via} ${to}`);

test('what runs on healthy nodes is told too, after what runs on ill ones', () => {
  expect(edges([seenWorkload(down, podsOn(['w1', 'w2']))], { nodes: [node('w1'), node('w2', true)] })).toEqual([
    'Deployment/shop/pay nodeName Node/w2',
    'Deployment/shop/pay nodeName Node/w1',
  ]);
});

test('an ill node stands on its pool', () => {
  const found = edges([seenWorkload(down, podsOn(['w1']))], { nodes: [node('w1', true)], pools: [aPool('worker')] });
  expect(found).toContain('Node/w1 nodeSelector MachineConfigPool/worker');
});

test('of very many nodes sixteen are told for each, and sixty-four edges in all', () => {
  const nodes = names(200);
  const one = edges([seenWorkload(down, podsOn(nodes))], { nodes: nodes.map((name) => node(name)) });
  expect(one).toHaveLength(16);
  const many = names(9).map((name) => seenWorkload(unavailable(aWorkload('Deployment', name)), podsOn(nodes)));
  expect(edges(many, { nodes: nodes.map((name) => node(name)) })).toHaveLength(64);
});

test('two hundred pods on a hundred ill nodes are weighed at once', () => {
  const nodes = names(100);
  const pods = [...podsOn(nodes), ...podsOn(nodes).map((pod) => ({ ...pod, metadata: { ...pod.metadata, uid: `${pod.metadata.uid}-2` } }))];
  const found = diagnose(world([seenWorkload(down, pods)], { nodes: nodes.map((name) => node(name, true)) }), { type: 'whatever' });
  expect(found.rootCause?.layer).toBe('infrastructure');
  expect(found.impactedResources).toHaveLength(64);
  expect(JSON.stringify(found).length).toBeLessThan(32 * 1024);
});
