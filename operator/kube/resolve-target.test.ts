import { describe, expect, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { targetFrom } from '../testing/action-builder.ts';
import type { NewObject } from './client.ts';
import { kinds } from './kinds.ts';
import { resolveTarget } from './resolve-target.ts';

const labels = { app: 'pay' };
const selector = { matchLabels: labels };
const owned = (kind: string, name: string, apiVersion = 'apps/v1') => ({
  ownerReferences: [{ apiVersion, kind, name, uid: `uid-${name}`, controller: true }],
});

const pod = (name: string, nodeName: string, more: object = owned('ReplicaSet', 'pay-1'), phase = 'Running'): NewObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels, ...more },
  spec: { nodeName },
  status: { phase },
});

const objects: NewObject[] = [
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1', uid: 'uid-w1' } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'pay', namespace: 'shop', uid: 'uid-pay' }, spec: { selector } },
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'pay-1', namespace: 'shop', uid: 'uid-pay-1', ...owned('Deployment', 'pay') },
    spec: { selector },
  },
  pod('pay-1-a', 'w2'),
  pod('pay-1-b', 'w1'),
  pod('pay-1-c', 'w1'),
  pod('pay-1-done', 'w9', {}, 'Succeeded'),
  pod('bare', 'w3', { labels: {} }),
  pod('static', 'w1', { labels: {}, ...owned('Node', 'w1', 'v1') }),
  pod('orphan', 'w4', { labels: {}, ...owned('ReplicaSet', 'gone') }),
  pod('batch', 'w6', { labels: {}, ...owned('Job', 'nightly', 'batch/v1') }),
  pod('rolled', 'w5', { labels: {}, ...owned('Rollout', 'web', 'argoproj.io/v1alpha1') }),
];

const pay = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'pay', uid: 'uid-pay', nodes: ['w1', 'w2'] };

describe('a target is resolved live', () => {
  test.each([
    {
      when: 'a node is on itself',
      target: 'Node/w1',
      expected: { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'uid-w1', nodes: ['w1'] },
    },
    { when: 'a workload is where its unfinished pods are', target: 'Deployment/shop/pay', expected: pay },
    { when: 'a pod counts as its top controller, on all its nodes', target: 'Pod/shop/pay-1-a', expected: pay },
    { when: 'a bare pod counts as itself', target: 'Pod/shop/bare', expected: { kind: 'Pod', name: 'bare', nodes: ['w3'] } },
    { when: 'a static pod counts as its node', target: 'Pod/shop/static', expected: { kind: 'Node', name: 'w1', nodes: ['w1'] } },
    {
      when: 'a controller that is gone still counts',
      target: 'Pod/shop/orphan',
      expected: { kind: 'ReplicaSet', name: 'gone', nodes: ['w4'] },
    },
    {
      when: 'a Job counts by its name',
      target: 'Pod/shop/batch',
      expected: { kind: 'Job', namespace: 'shop', name: 'nightly', nodes: ['w6'] },
    },
    {
      when: 'a foreign controller counts',
      target: 'Pod/shop/rolled',
      expected: { kind: 'Rollout', namespace: 'shop', name: 'web', nodes: ['w5'] },
    },
  ])('$when', async ({ target, expected }) => {
    const resolution = await resolveTarget(new FakeCluster({ objects }), targetFrom(target), 'shop');
    expect(resolution).toMatchObject({ kind: 'found', target: expected });
  });

  test('the namespace of who asks is meant when none is named', async () => {
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'pay' };
    expect(await resolveTarget(new FakeCluster({ objects }), target, 'shop')).toMatchObject({ kind: 'found', target: pay });
  });

  test('the uid of a pod stays visible though its controller is locked', async () => {
    const resolution = await resolveTarget(new FakeCluster({ objects }), targetFrom('Pod/shop/bare'), 'shop');
    expect(resolution).toMatchObject({ object: { kind: 'Pod', metadata: { name: 'bare' } } });
  });

  test.each([
    { when: 'it does not exist', target: 'Node/w7' },
    { when: 'the engine does not know its kind', target: 'Gadget/shop/x' },
  ])('it is missing when $when', async ({ target }) => {
    expect(await resolveTarget(new FakeCluster({ objects }), targetFrom(target), 'shop')).toEqual({ kind: 'missing' });
  });

  test('it is missing when its API is not installed', async () => {
    const cluster = new FakeCluster({ missing: [kinds.MachineConfigPool] });
    const target = { apiVersion: 'machineconfiguration.openshift.io/v1', kind: 'MachineConfigPool', name: 'worker' };
    expect(await resolveTarget(cluster, target, undefined)).toEqual({ kind: 'missing' });
  });

  test('a read that fails is the caller`s', async () => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext('list Pod', new Error('503'));
    await expect(resolveTarget(cluster, targetFrom('Deployment/shop/pay'), 'shop')).rejects.toThrow('503');
  });
});

test('no more nodes are told than the status has room for', async () => {
  const name = (index: number) => `node-${index}.${'x'.repeat(200)}`;
  const pods = Array.from({ length: 200 }, (_, index) => pod(`pay-1-${index}`, name(index)));
  const cluster = new FakeCluster({ objects: [...objects.filter(({ kind }) => kind !== 'Pod'), ...pods] });
  const resolution = await resolveTarget(cluster, targetFrom('Deployment/shop/pay'), 'shop');
  const nodes = resolution.kind === 'found' ? (resolution.target.nodes ?? []) : [];
  expect(nodes.length).toBeGreaterThan(90);
  expect(JSON.stringify(nodes).length).toBeLessThan(20 * 1024 + 2);
});
