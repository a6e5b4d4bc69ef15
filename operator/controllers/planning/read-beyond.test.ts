import { expect, test } from '@jest/globals';
import { targetString } from '../../api/target.ts';
import type { StoredObject } from '../../kube/client.ts';
import { aNode, aPod, aService, aSlice, aWorkload, ownedBy } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { aClaim, anApplication, aStorageClass, aVolume } from '../../testing/provision-objects.ts';
import { target } from '../../testing/targets.ts';
import { limitReads } from './limited-reads.ts';
import { readBeyond } from './read-beyond.ts';
import { readTarget } from './read-targets.ts';

const db = aWorkload('StatefulSet', 'db');
const web = aWorkload('Deployment', 'web');
const service = aService('web');
const mounts = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const dbPod = aPod('db-0', { ownerReferences: ownedBy(db), labels: { app: 'db' }, spec: { ...mounts, nodeName: 'w1' } });
const waiting = { ...dbPod, status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] } };
const webPod = aPod('web-1', { ownerReferences: ownedBy(web), labels: { app: 'web' }, ready: false });
const bound = aClaim('data', { spec: { volumeName: 'pv-1', storageClassName: 'fast' } });
const pending = aClaim('data', { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } });
const volume = aVolume('pv-1', { spec: { csi: { driver: 'csi.example.org' } } });
const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { ...web.metadata, uid: 'uid-hpa' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
};
const greedy = { ...autoscaler, spec: { scaleTargetRef: { apiVersion: 'v1', kind: 'Node', name: 'w1' } } };
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { ...web.metadata, uid: 'uid-pdb' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};
const part = (namespace: string, name: string, status = 'Degraded') => ({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace,
  name,
  health: { status },
});
const app = anApplication('shop', { resources: [part('shop', 'web'), part('bank', 'ledger'), part('shop', 'well', 'Healthy')] });

async function led(objects: readonly StoredObject[], from: string, most = 12) {
  const cluster = new FakeCluster({ objects });
  const reader = limitReads(cluster, most);
  const seen = await readTarget(reader, target(from));
  const { beyond, links } = await readBeyond(reader, [seen], ({ namespace, kind }) => namespace !== 'bank' && kind !== 'Node');
  return {
    beyond: beyond.map((one) => `${one.kind} ${targetString(one.target)}`),
    links: links.map(({ from: upper, to, via }) => `${targetString(upper)} ${via} ${targetString(to)}`),
    reads: cluster.calls.length,
  };
}

test.each<{ when: string; from: string; objects: readonly StoredObject[]; beyond: string[]; links: string[]; reads: number }>([
  {
    when: 'a Service leads to the workload behind it',
    from: 'Service/shop/web',
    objects: [service, aSlice(service, []), web, webPod],
    beyond: ['workload Deployment/shop/web'],
    links: ['Service/shop/web endpoints Deployment/shop/web'],
    reads: 4,
  },
  {
    when: 'pods that have no node lead to their claim, and that to its class and driver',
    from: 'StatefulSet/shop/db',
    objects: [db, waiting, pending, aStorageClass('fast', 'csi.example.org')],
    beyond: ['claim PersistentVolumeClaim/shop/data'],
    links: [
      'StatefulSet/shop/db volume PersistentVolumeClaim/shop/data',
      'PersistentVolumeClaim/shop/data storageClassName StorageClass/fast',
      'StorageClass/fast provisioner CSIDriver/csi.example.org',
    ],
    reads: 4,
  },
  {
    when: 'a StorageClass that is not there is missing',
    from: 'StatefulSet/shop/db',
    objects: [db, waiting, pending],
    beyond: ['claim PersistentVolumeClaim/shop/data', 'missing StorageClass/fast'],
    links: [
      'StatefulSet/shop/db volume PersistentVolumeClaim/shop/data',
      'PersistentVolumeClaim/shop/data storageClassName StorageClass/fast',
    ],
    reads: 4,
  },
  {
    when: 'a claim leads to its volume, its driver and whoever mounts it',
    from: 'PersistentVolumeClaim/shop/data',
    objects: [bound, volume, dbPod, db],
    beyond: ['volume PersistentVolume/pv-1', 'workload StatefulSet/shop/db'],
    links: [
      'PersistentVolumeClaim/shop/data volumeName PersistentVolume/pv-1',
      'PersistentVolume/pv-1 csi CSIDriver/csi.example.org',
      'StatefulSet/shop/db volume PersistentVolumeClaim/shop/data',
    ],
    reads: 4,
  },
  {
    when: 'a volume leads to its driver',
    from: 'PersistentVolume/pv-1',
    objects: [volume],
    beyond: [],
    links: ['PersistentVolume/pv-1 csi CSIDriver/csi.example.org'],
    reads: 1,
  },
  {
    when: 'an Application leads to what of it is ill and may be named',
    from: 'Application/argocd/shop',
    objects: [app, web],
    beyond: ['workload Deployment/shop/web'],
    links: ['Deployment/shop/web tracking-id Application/argocd/shop'],
    reads: 3,
  },
  {
    when: 'an autoscaler leads to what it scales',
    from: 'HorizontalPodAutoscaler/shop/web',
    objects: [autoscaler, web],
    beyond: ['workload Deployment/shop/web'],
    links: ['HorizontalPodAutoscaler/shop/web scaleTargetRef Deployment/shop/web'],
    reads: 3,
  },
  {
    when: 'an autoscaler does not lead to what may not be named',
    from: 'HorizontalPodAutoscaler/shop/web',
    objects: [greedy, aNode('w1')],
    beyond: [],
    links: [],
    reads: 1,
  },
  {
    when: 'a disruption budget leads to what it guards',
    from: 'PodDisruptionBudget/shop/web',
    objects: [budget, web, webPod],
    beyond: ['workload Deployment/shop/web'],
    links: ['PodDisruptionBudget/shop/web selector Deployment/shop/web'],
    reads: 3,
  },
  { when: 'a Node leads nowhere', from: 'Node/w1', objects: [], beyond: [], links: [], reads: 1 },
])('$when', async ({ from, objects, beyond, links, reads }) => {
  expect(await led(objects, from)).toEqual({ beyond, links, reads });
});

test('what there are no reads left for is left out', async () => {
  const { beyond, reads } = await led([service, aSlice(service, []), web, webPod], 'Service/shop/web', 3);
  expect([beyond, reads]).toEqual([[], 3]);
});
