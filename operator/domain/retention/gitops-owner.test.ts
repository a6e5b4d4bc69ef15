import { expect, test } from '@jest/globals';
import { buildPlan } from '../../testing/plan-builder.ts';
import { gitOpsOwnerOf } from './gitops-owner.ts';

const tracking = (name: string) => ({
  'argocd.argoproj.io/tracking-id': `shop:coordination.selfheal.dev/RemediationPlan:self-healing-platform/${name}`,
});
const helm = { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' };

interface Row {
  readonly when: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly by: string | undefined;
}

test.each<Row>([
  { when: 'nothing is said', by: undefined },
  { when: 'it has a tracking id of its own', annotations: tracking('plan-1'), by: 'Argo CD shop' },
  { when: 'it is a copy and has the tracking id of its original', annotations: tracking('plan-2'), by: undefined },
  { when: 'it has the instance label of Argo CD', labels: { 'argocd.argoproj.io/instance': 'shop' }, by: 'Argo CD shop' },
  { when: 'it has the instance annotation of Argo CD', annotations: { 'argocd.argoproj.io/instance': 'shop' }, by: 'Argo CD shop' },
  { when: 'it has the usual instance label', labels: { 'app.kubernetes.io/instance': 'shop' }, by: 'Argo CD shop' },
  { when: 'a Helm release set that label', labels: { 'app.kubernetes.io/instance': 'shop' }, annotations: helm, by: undefined },
  { when: 'a Kustomization of Flux made it', labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' }, by: 'Flux infra' },
  { when: 'a HelmRelease of Flux made it', labels: { 'helm.toolkit.fluxcd.io/name': 'shop' }, annotations: helm, by: 'Flux shop' },
  { when: 'it has a label that only looks like one', labels: { 'app.kubernetes.io/managed-by': 'argocd' }, by: undefined },
])('an object is kept in git by $by when $when', ({ labels, annotations, by }) => {
  const plan = buildPlan({ name: 'plan-1' });
  expect(gitOpsOwnerOf({ ...plan, metadata: { ...plan.metadata, labels, annotations } })).toBe(by);
});
