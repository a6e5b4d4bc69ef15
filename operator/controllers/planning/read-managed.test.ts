import { expect, test } from '@jest/globals';
import { targetKey } from '../../api/target.ts';
import { kinds } from '../../kube/kinds.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { target } from '../../testing/targets.ts';
import { linksOf, readManaged, selfSyncedOf } from './read-managed.ts';

const workload = (name: string, application?: string) => {
  const annotations = { 'argocd.argoproj.io/tracking-id': `${application}:apps/Deployment:shop/${name}` };
  return aWorkload('Deployment', name, application === undefined ? {} : { annotations });
};
const application = (name: string, syncPolicy: object, of: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { namespace: 'argocd', name },
  spec: { syncPolicy },
  status: { resources: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: of }] },
});

test('only workloads whose Application syncs by itself are named, and only marked ones are looked up', async () => {
  const objects = [
    application('pay', { automated: { selfHeal: true } }, 'pay'),
    application('cart', {}, 'cart'),
    application('off', { automated: { enabled: false } }, 'off'),
  ];
  const cluster = new FakeCluster({ objects });
  const workloads = [workload('pay', 'pay'), workload('cart', 'cart'), workload('off', 'off'), workload('lost', 'gone'), workload('plain')];
  const managed = await readManaged(cluster, workloads);
  expect(selfSyncedOf(managed)).toEqual(new Set([targetKey(target('Deployment/shop/pay'))]));
  expect(linksOf(managed).map(({ from, to }) => [from.name, to.kind, to.name])).toEqual(
    ['pay', 'cart', 'off'].map((name) => [name, 'Application', name]),
  );
  expect(cluster.calls).toHaveLength(4);
});

test('nothing is managed without Argo CD', async () => {
  expect(await readManaged(new FakeCluster({ missing: [kinds.Application] }), [workload('pay', 'pay')])).toEqual([]);
});
