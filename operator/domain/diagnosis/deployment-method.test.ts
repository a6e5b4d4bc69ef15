import { describe, expect, test } from '@jest/globals';
import type { ObjectMeta } from '../../api/resource.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { deploymentOf, isCustomController } from './deployment-method.ts';
import { isBuiltIn } from './deployment-signs.ts';

const tracking = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/pay' };
const copied = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/cart' };
const release = { 'meta.helm.sh/release-name': 'store', 'meta.helm.sh/release-namespace': 'shop' };
const chart = { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'store-1.2.3' };
const instance = { 'app.kubernetes.io/instance': 'store' };
const argoInstance = { 'argocd.argoproj.io/instance': 'shop' };
const fluxKustomization = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
const fluxRelease = { 'helm.toolkit.fluxcd.io/name': 'store', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' };
const owner = (apiVersion: string, kind: string, controller = true) => [{ apiVersion, kind, name: 'main', uid: 'u', controller }];
const kafka = owner('kafka.strimzi.io/v1', 'Kafka');

interface Row {
  readonly when: string;
  readonly meta: Partial<ObjectMeta>;
  readonly managedBy?: string;
  readonly confidence?: number;
  /** Words that the evidence holds, beginning with the decisive ones. */
  readonly evidence?: readonly string[];
}

function judge(meta: Partial<ObjectMeta>) {
  return deploymentOf(aWorkload('Deployment', 'pay', meta));
}

function check(method: string, rows: readonly Row[]): void {
  test.each(rows)('$when', ({ meta, managedBy, confidence, evidence = [] }) => {
    const info = judge(meta);
    expect([info.method, info.managedBy]).toEqual([method, managedBy]);
    if (confidence !== undefined) expect(info.confidence).toBe(confidence);
    expect(info.evidence?.length).toBeGreaterThan(0);
    const shown = info.evidence ?? [];
    expect(shown[0]).toContain(evidence[0] ?? '');
    for (const words of evidence) expect(shown.join('; ')).toContain(words);
  });
}

describe('a workload is ArgoCD when', () => {
  check('ArgoCD', [
    {
      when: 'its tracking id names it',
      meta: { annotations: tracking },
      managedBy: 'shop',
      confidence: 0.95,
      evidence: ['tracking-id=shop'],
    },
    {
      when: 'Argo CD rendered a chart for it',
      meta: { annotations: tracking, labels: { ...chart, ...instance } },
      managedBy: 'shop',
      confidence: 0.95,
      evidence: ['tracking-id', 'managed-by=Helm', 'chart=store-1.2.3'],
    },
    {
      when: 'Argo CD took a release over',
      meta: { annotations: { ...tracking, ...release } },
      managedBy: 'shop',
      evidence: ['tracking-id', 'release-name=store'],
    },
    { when: 'it has the label that only Argo CD sets', meta: { labels: argoInstance }, managedBy: 'shop', confidence: 0.9 },
    { when: 'the label is kept as an annotation', meta: { annotations: argoInstance }, managedBy: 'shop', confidence: 0.9 },
    {
      when: 'its tracking id is a copy and nothing else is known',
      meta: { annotations: copied },
      managedBy: 'shop',
      confidence: 0.6,
      evidence: ['tracking-id', 'names another object'],
    },
    {
      when: 'its tracking id is longer than a status takes',
      meta: { annotations: { 'argocd.argoproj.io/tracking-id': 'x'.repeat(600) } },
      managedBy: 'x'.repeat(400),
    },
  ]);
});

describe('a workload is Helm when', () => {
  check('Helm', [
    {
      when: 'a release has it',
      meta: { annotations: release, labels: chart },
      managedBy: 'shop/store',
      confidence: 0.9,
      evidence: ['release-name'],
    },
    {
      when: 'the release says nothing of its namespace',
      meta: { annotations: { 'meta.helm.sh/release-name': 'store' } },
      managedBy: 'shop/store',
    },
    {
      when: 'its chart says that an operator manages it',
      meta: { annotations: release, labels: { 'app.kubernetes.io/managed-by': 'store-operator' } },
      managedBy: 'shop/store',
    },
    { when: 'its tracking id is a copy', meta: { annotations: { ...copied, ...release } }, managedBy: 'shop/store' },
  ]);
});

describe('a workload is Operator when', () => {
  check('Operator', [
    {
      when: 'a custom resource controls it',
      meta: { ownerReferences: kafka },
      managedBy: 'Kafka/main',
      confidence: 0.8,
      evidence: ['controller Kafka/main'],
    },
    {
      when: 'its operator copied the marks of the custom resource onto it',
      meta: { ownerReferences: kafka, annotations: { ...copied, ...release }, labels: { ...argoInstance, ...fluxKustomization } },
      managedBy: 'Kafka/main',
      evidence: ['controller Kafka/main', 'release-name=store', 'fluxcd'],
    },
    {
      when: 'Flux applies it',
      meta: { labels: fluxKustomization },
      managedBy: 'Kustomization/flux-system/apps',
      evidence: ['kustomize.toolkit.fluxcd.io/name=apps'],
    },
    {
      when: 'Flux releases its chart',
      meta: { labels: { ...fluxRelease, ...chart }, annotations: release },
      managedBy: 'HelmRelease/flux-system/store',
      evidence: ['helm.toolkit.fluxcd.io/name', 'release-name=store'],
    },
    {
      when: 'OLM installed it',
      meta: { labels: { 'olm.owner': 'etcd.v1', 'olm.owner.kind': 'ClusterServiceVersion', 'olm.owner.namespace': 'ops' } },
      managedBy: 'ClusterServiceVersion/ops/etcd.v1',
      evidence: ['olm.owner=etcd.v1'],
    },
    { when: 'OLM counts it to a package', meta: { labels: { 'operators.coreos.com/etcd.ops': '' } }, managedBy: 'etcd.ops' },
    {
      when: 'its label names an operator',
      meta: { labels: { 'app.kubernetes.io/managed-by': 'prometheus-operator' } },
      managedBy: 'prometheus-operator',
    },
  ]);
});

describe('a workload is Manual when', () => {
  check('Manual', [
    { when: 'nothing marks it', meta: {}, confidence: 0.6, evidence: ['no sign'] },
    { when: 'only the instance label is there', meta: { labels: instance }, confidence: 0.6, evidence: ['no sign', 'instance=store'] },
    { when: 'kustomize made it', meta: { labels: { 'app.kubernetes.io/managed-by': 'kustomize' } }, evidence: ['no sign', 'kustomize'] },
    { when: 'only its name says operator', meta: { name: 'pay-operator' } },
    { when: 'its marks are empty', meta: { annotations: { 'meta.helm.sh/release-name': '' } } },
  ]);
});

describe('nobody knows how a workload was deployed when', () => {
  check('Unknown', [
    {
      when: 'both Argo CD and Flux have it',
      meta: { annotations: tracking, labels: fluxKustomization },
      confidence: 0.5,
      evidence: ['both', 'tracking-id', 'fluxcd'],
    },
    {
      when: 'it was rendered from a chart, but is of no release',
      meta: { labels: { ...chart, ...instance } },
      evidence: ['chart=store-1.2.3', 'no Helm release'],
    },
    {
      when: 'what controls it was not read',
      meta: { ownerReferences: owner('v1', 'ConfigMap') },
      evidence: ['controller ConfigMap/main', 'could not be read'],
    },
    {
      when: 'a custom resource owns it and does not control it',
      meta: { ownerReferences: owner('kafka.strimzi.io/v1', 'Kafka', false) },
      evidence: ['owner Kafka/main'],
    },
    {
      when: 'it was written for Argo CD, which has it not',
      meta: { annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
      evidence: ['sync-wave=1'],
    },
    {
      when: 'it has a label for Argo CD, which has it not',
      meta: { labels: { 'argocd.argoproj.io/secret-type': 'x' } },
      evidence: ['secret-type'],
    },
  ]);
});

describe('an Application that lists a workload', () => {
  const judgeListed = (meta: Partial<ObjectMeta>) =>
    deploymentOf(aWorkload('Deployment', 'pay', meta), { namespace: 'argocd', name: 'shop' });
  const says = 'Application argocd/shop lists it among its resources';

  test.each<{ when: string; meta: Partial<ObjectMeta>; evidence: unknown[] }>([
    { when: 'the usual label led to it', meta: { labels: { ...chart, ...instance } }, evidence: [says] },
    { when: 'its own label did', meta: { labels: argoInstance }, evidence: [says] },
    { when: 'the tracking id did', meta: { annotations: tracking }, evidence: [expect.stringContaining('tracking-id'), says] },
  ])('is proof when $when', ({ meta, evidence }) => {
    const found = judgeListed(meta);
    expect(found).toMatchObject({ method: 'ArgoCD', managedBy: 'shop', confidence: 0.95 });
    expect(found.evidence?.slice(0, evidence.length)).toEqual(evidence);
  });

  test('does not settle what Flux claims too', () => {
    expect(judgeListed({ annotations: tracking, labels: fluxKustomization }).method).toBe('Unknown');
  });
});

test('evidence fits into a status', () => {
  const labels = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`operators.coreos.com/${i}`, 'x'.repeat(600)]));
  const { evidence = [] } = judge({ labels });
  expect(evidence).toHaveLength(10);
  expect(Math.max(...evidence.map(({ length }) => length))).toBe(512);
});

test.each([
  ['v1', true],
  ['apps/v1', true],
  ['policy/v1', true],
  ['rbac.authorization.k8s.io/v1', true],
  ['kafka.strimzi.io/v1', false],
  ['snapshot.storage.k8s.io/v1', false],
  ['cluster.x-k8s.io/v1beta1', false],
])('whether Kubernetes itself has %s: %s', (apiVersion, builtIn) => {
  expect(isBuiltIn({ apiVersion })).toBe(builtIn);
});

test.each([
  { managedBy: 'Kafka/main', known: true },
  { managedBy: 'Kustomization/flux-system/apps', known: false },
  { managedBy: 'prometheus-operator', known: false },
  { managedBy: undefined, known: false },
])('$managedBy is a controller that can be asked: $known', ({ managedBy, known }) => {
  expect(isCustomController(managedBy)).toBe(known);
});
