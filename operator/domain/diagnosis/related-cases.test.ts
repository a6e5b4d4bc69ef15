import { describe, expect, test } from '@jest/globals';
import type { DeploymentInfo, Layer, PlanStep } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { builtInDefaults } from '../planning/defaults.ts';
import { planFor } from '../planning/plan-for.ts';
import { deploymentOf } from './deployment-method.ts';
import { diagnose } from './diagnose.ts';
import { sortLayers } from './layers.ts';

const tracking = { 'argocd.argoproj.io/tracking-id': 'test-app:apps/Deployment:default/test-app' };

describe('how related engines tell who deployed a workload', () => {
  test('detect-neg-pod-owner: the top controller of a pod tells it, be its id that of another object', () => {
    const own = { replicaset_owner: { kind: 'Deployment', name: 'cart', annotations: tracking } };
    const { replicaset_owner: owner } = givenBy('detect-neg-pod-owner', own);
    expect(deploymentOf(aWorkload('Deployment', owner.name, owner))).toMatchObject({
      method: 'ArgoCD',
      managedBy: 'test-app',
      target: { name: 'cart' },
    });
  });

  test('detect-12-confidence-bands: a tool is sure, a person is likely, what nobody knows is neither', () => {
    const own = { confidences: [0.95, 0.8, 0.75, 0.6, 0.59, 0.3] };
    const { confidences } = givenBy('detect-12-confidence-bands', own);
    const bandOf = (confidence = 0) => (confidence >= 0.8 ? 'high' : confidence >= 0.6 ? 'medium' : 'low');
    expect(confidences.map(bandOf)).toEqual(['high', 'high', 'medium', 'medium', 'low', 'low']);
    const marks = [
      { annotations: tracking },
      { annotations: { 'meta.helm.sh/release-name': 'x' } },
      {},
      { labels: { 'helm.sh/chart': 'x-1' } },
    ];
    const named = { name: 'test-app', namespace: 'default' };
    const found = marks.map((meta) => deploymentOf(aWorkload('Deployment', 'test-app', { ...named, ...meta })));
    expect(found.map(({ method, confidence }) => [method, bandOf(confidence)])).toEqual([
      ['ArgoCD', 'high'],
      ['Helm', 'high'],
      ['Manual', 'medium'],
      ['Unknown', 'low'],
    ]);
  });

  test('detect-13-lookup-failure: what is not known is not changed without a person', () => {
    const chart = { labels: { 'helm.sh/chart': 'gone-1.0.0' } };
    const anomaly = buildAnomaly({ mode: 'Automatic' });
    const found = diagnose(world([seenWorkload(unavailable(aWorkload('Deployment', 'gone', chart)))]), anomaly.spec);
    expect(found.deployments).toMatchObject([{ method: 'Unknown', confidence: 0.5 } satisfies Partial<DeploymentInfo>]);
    expect(planFor(found, anomaly, builtInDefaults)).toMatchObject({ mode: 'Approval', approvalRequired: true });
  });

  test('none of their cases is left out', () => {
    const here = ['neg-pod-owner', '12-confidence-bands', '13-lookup-failure'];
    // by planning/engine-cases.test.ts, and the one about an object that does not exist by controllers/planning/observe.test.ts
    const elsewhere = ['03-operator', '05-helm-not-operator', '06-argocd-over-helm', '07-notfound', '08-statefulset-helm'];
    const more = ['09-daemonset-operator', '11-managed-by-not-operator', 'neg-tracking-id-app'];
    const known = new Set([...here, ...elsewhere, ...more].map((id) => `detect-${id}`));
    expect(caseIds('detect-').filter((id) => !known.has(id))).toEqual([]);
  });
});

test('layer-16-root-cause-heuristic: of what is hit the lowest layer is the cause, and of nothing an application', () => {
  const own: { affected_layer_sets: readonly (readonly Layer[])[] } = {
    affected_layer_sets: [['infrastructure', 'application'], ['platform', 'application'], ['application'], []],
  };
  const sets = givenBy('layer-16-root-cause-heuristic', own).affected_layer_sets;
  expect(sets.map((set) => sortLayers(set)[0] ?? diagnose(world([]), { type: 'case' }).rootCause?.layer)).toEqual([
    'infrastructure',
    'platform',
    'application',
    'application',
  ]);
});

test('an Argo CD that only the label tells of is asked to sync, not overwritten', () => {
  const anomaly = buildAnomaly();
  const seen = seenWorkload(unavailable(aWorkload('Deployment', 'pay', { labels: { 'argocd.argoproj.io/instance': 'shop' } })));
  const steps: readonly PlanStep[] = planFor(diagnose(world([seen]), anomaly.spec), anomaly, builtInDefaults).steps;
  expect(steps.map(({ action }) => action.operation)).toEqual(['argocd_sync']);
});

test.each<{ labels: Record<string, string>; by: string }>([
  {
    labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
    by: 'Kustomization/flux-system/apps',
  },
  {
    labels: { 'helm.toolkit.fluxcd.io/name': 'store', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' },
    by: 'HelmRelease/flux-system/store',
  },
])('what Flux keeps is left to $by', ({ labels, by }) => {
  const anomaly = buildAnomaly();
  const seen = seenWorkload(unavailable(aWorkload('Deployment', 'pay', { labels, annotations: { 'meta.helm.sh/release-name': 'store' } })));
  const [step] = planFor(diagnose(world([seen]), anomaly.spec), anomaly, builtInDefaults).steps;
  expect(step).toMatchObject({ action: { operation: 'observe' }, description: expect.stringContaining(by) });
});
