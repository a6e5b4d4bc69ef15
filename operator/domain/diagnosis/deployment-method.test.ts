import { expect, test } from '@jest/globals';
import type { ObjectMeta } from '../../api/resource.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { deploymentOf } from './deployment-method.ts';

const tracking = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/pay' };
const release = { 'meta.helm.sh/release-name': 'store', 'meta.helm.sh/release-namespace': 'shop' };
const owner = (apiVersion: string, kind: string) => [{ apiVersion, kind, name: 'main', uid: 'u', controller: true }];

const rows: readonly { when: string; meta: Partial<ObjectMeta>; method: string; managedBy?: string }[] = [
  { when: 'Argo CD tracks it', meta: { annotations: tracking }, method: 'ArgoCD', managedBy: 'shop' },
  {
    when: 'its mark is longer than a status takes',
    meta: { annotations: { 'argocd.argoproj.io/tracking-id': 'x'.repeat(500) } },
    method: 'ArgoCD',
    managedBy: 'x'.repeat(400),
  },
  { when: 'Argo CD rendered a chart', meta: { annotations: { ...tracking, ...release } }, method: 'ArgoCD', managedBy: 'shop' },
  { when: 'Helm released it', meta: { annotations: release }, method: 'Helm', managedBy: 'shop/store' },
  {
    when: 'a custom resource controls it',
    meta: { ownerReferences: owner('kafka.strimzi.io/v1', 'Kafka') },
    method: 'Operator',
    managedBy: 'Kafka/main',
  },
  {
    when: 'its label names an operator',
    meta: { labels: { 'app.kubernetes.io/managed-by': 'prometheus-operator' } },
    method: 'Operator',
    managedBy: 'prometheus-operator',
  },
  { when: 'a built-in kind controls it', meta: { ownerReferences: owner('apps/v1', 'Deployment') }, method: 'Manual' },
  { when: 'only the instance label is there', meta: { labels: { 'app.kubernetes.io/instance': 'store' } }, method: 'Manual' },
  { when: 'kustomize made it', meta: { labels: { 'app.kubernetes.io/managed-by': 'kustomize' } }, method: 'Manual' },
  { when: 'only its name says operator', meta: { name: 'pay-operator' }, method: 'Manual' },
];

test.each(rows)('is $method when $when', ({ meta, method, managedBy }) => {
  const info = deploymentOf(aWorkload('Deployment', 'pay', meta));
  expect(info).toMatchObject({ method, ...(managedBy === undefined ? {} : { managedBy }) });
  expect(info.evidence).not.toEqual([]);
});
