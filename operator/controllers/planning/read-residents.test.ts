import { expect, test } from '@jest/globals';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { readResidents } from './read-residents.ts';

const podOf = (kind: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    namespace: 'shop',
    name: 'p',
    labels: { 'pod-template-hash': 'x' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true }],
  },
  spec: { nodeName: 'w1', containers: [] },
  status: { phase: 'Running' },
});

test.each([
  { kind: 'ReplicaSet', name: 'web-x', residents: ['web'] },
  { kind: 'ReplicaSet', name: `${'w'.repeat(300)}-x`, residents: [] },
  { kind: 'StatefulSet', name: '../db', residents: [] },
])('a pod that names $kind $name for its owner stands for $residents', async ({ kind, name, residents }) => {
  const cluster = new FakeCluster({ objects: [podOf(kind, name)] });
  const found = await readResidents(cluster, ['w1'], 0);
  expect(found.map(({ target }) => target.name)).toEqual(residents);
});
