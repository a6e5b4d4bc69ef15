import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeploymentInfo } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, committedWrites, isByEngine } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, getDeployment, type NewDeployment } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, planNow, report, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { createWidget, installWidgets, removeWidgets } from '../operations/widgets.ts';

const namespace = 'methods';
const tracked = (name: string) => ({ 'argocd.argoproj.io/tracking-id': `shop:apps/Deployment:${namespace}/${name}` });
const release = { 'meta.helm.sh/release-name': 'store', 'meta.helm.sh/release-namespace': namespace };
const chart = { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'store-1.2.3', 'app.kubernetes.io/instance': 'store' };
const flux = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };

interface Row extends Pick<NewDeployment, 'name' | 'annotations' | 'labels'> {
  readonly when: string;
  readonly controlledBy?: 'Widget' | 'ConfigMap';
  readonly method: DeploymentInfo['method'];
  readonly managedBy?: string;
  readonly confidence: number;
  readonly evidence: string;
}

const matrix: readonly Row[] = [
  {
    name: 'a',
    when: 'a tracking id',
    annotations: tracked('a'),
    method: 'ArgoCD',
    managedBy: 'shop',
    confidence: 0.95,
    evidence: 'tracking-id=shop',
  },
  {
    name: 'b',
    when: 'the usual instance label alone',
    labels: { 'app.kubernetes.io/instance': 'shop' },
    method: 'Manual',
    confidence: 0.6,
    evidence: 'no sign',
  },
  {
    name: 'c',
    when: 'a tracking id on what Helm rendered',
    annotations: tracked('c'),
    labels: chart,
    method: 'ArgoCD',
    managedBy: 'shop',
    confidence: 0.95,
    evidence: 'tracking-id=shop',
  },
  {
    name: 'd',
    when: 'a release',
    annotations: release,
    labels: chart,
    method: 'Helm',
    managedBy: `${namespace}/store`,
    confidence: 0.9,
    evidence: 'release-name=store',
  },
  {
    name: 'e',
    when: 'a custom resource that controls it',
    controlledBy: 'Widget',
    annotations: release,
    method: 'Operator',
    managedBy: 'Widget/e',
    confidence: 0.8,
    evidence: 'controller Widget/e',
  },
  { name: 'f', when: 'nothing', method: 'Manual', confidence: 0.6, evidence: 'no sign' },
  { name: 'g-operator', when: 'a name that says operator', method: 'Manual', confidence: 0.6, evidence: 'no sign' },
  {
    name: 'h',
    when: "Argo CD's own label",
    labels: { 'argocd.argoproj.io/instance': 'shop' },
    method: 'ArgoCD',
    managedBy: 'shop',
    confidence: 0.9,
    evidence: 'instance=shop',
  },
  {
    name: 'i',
    when: "Flux's labels",
    labels: flux,
    method: 'Operator',
    managedBy: 'Kustomization/flux-system/apps',
    confidence: 0.8,
    evidence: 'fluxcd.io/name=apps',
  },
  {
    name: 'j',
    when: "OLM's labels",
    labels: { 'olm.owner': 'web.v1', 'olm.owner.namespace': 'ops' },
    method: 'Operator',
    managedBy: 'ClusterServiceVersion/ops/web.v1',
    confidence: 0.8,
    evidence: 'olm.owner=web.v1',
  },
  { name: 'k', when: 'a chart without a release', labels: chart, method: 'Unknown', confidence: 0.5, evidence: 'chart=store-1.2.3' },
  {
    name: 'l',
    when: 'signs of two that contradict each other',
    annotations: tracked('l'),
    labels: flux,
    method: 'Unknown',
    confidence: 0.5,
    evidence: 'both Argo CD and Flux',
  },
  {
    name: 'm',
    when: 'a controller that was not read',
    controlledBy: 'ConfigMap',
    method: 'Unknown',
    confidence: 0.5,
    evidence: 'controller ConfigMap/m',
  },
];

const seen = journey({ nodes: ['m-w1', 'm-w2'], stages: ['ready-needs-restart'] });

afterAll(async () => {
  await kubectl(seen.cluster, ['delete', 'namespace', namespace, '--wait=false']);
  await removeWidgets(seen.cluster);
});

beforeAll(async () => {
  const { cluster } = seen;
  await installWidgets(cluster);
  for (const { name, annotations, labels, controlledBy } of matrix) {
    await createDeployment(cluster, {
      namespace,
      name,
      annotations,
      labels,
      podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' },
    });
    if (controlledBy) await control(name, controlledBy);
  }
  await eventually(
    async () =>
      (await Promise.all(matrix.map(({ name }) => getDeployment(cluster, namespace, name)))).every(({ status }) => status.replicas === 1),
    {
      within: 30_000,
      describe: 'every Deployment has a pod, which is not ready',
    },
  );
});

/** The Deployment is controlled by an object of its own name. */
async function control(name: string, kind: 'Widget' | 'ConfigMap'): Promise<void> {
  const { cluster } = seen;
  if (kind === 'ConfigMap') await applyObjects(cluster, [{ apiVersion: 'v1', kind, metadata: { namespace, name } }]);
  const owner =
    kind === 'Widget'
      ? await createWidget(cluster, namespace, name)
      : {
          apiVersion: 'v1',
          ...(await api<{ metadata: { uid: string } }>(cluster, { path: `/api/v1/namespaces/${namespace}/configmaps/${name}` })),
        };
  const ownerReferences = [{ apiVersion: owner.apiVersion, kind, name, uid: owner.metadata.uid, controller: true }];
  await api(cluster, {
    method: 'PATCH',
    path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
    body: { metadata: { ownerReferences } },
  });
}

test('how each workload was deployed is told with all that shows it', async () => {
  const { cluster } = seen;
  for (const { name } of matrix)
    await report(cluster, { name: `anom-is-${name}`, mode: 'Approval', targets: [`Deployment/${namespace}/${name}`] });
  for (const { name, when, method, managedBy, confidence, evidence } of matrix) {
    const { status } = await untilAnomaly(cluster, `anom-is-${name}`, (anomaly) => anomaly.status?.planRef !== undefined);
    const [found] = status?.deployments ?? [];
    expect({ when, method: found?.method, managedBy: found?.managedBy, confidence: found?.confidence }).toEqual({
      when,
      method,
      managedBy,
      confidence,
    });
    expect(found?.evidence?.[0]).toContain(evidence);
  }
});

describe('what nobody knows the origin of', () => {
  test('is not changed without a person, and is once a person says so', async () => {
    const { cluster } = seen;
    await kubectl(cluster, ['delete', 'anomaly', 'anom-is-k', '-n', 'self-healing-platform', '--timeout=20s']);
    await kubectl(cluster, ['delete', 'rplan', 'plan-is-k', '-n', 'self-healing-platform', '--ignore-not-found', '--timeout=20s']);
    const start = await auditPosition(cluster);
    await report(cluster, { name: 'anom-unknown', mode: 'Automatic', targets: [`Deployment/${namespace}/k`] });
    const plan = await untilPlan(cluster, 'plan-unknown', ({ status }) => status?.phase === 'AwaitingApproval');
    expect(plan.spec).toMatchObject({ mode: 'Approval', approvalRequired: true, steps: [{ action: { operation: 'restart_deployment' } }] });
    const written = async () =>
      committedWrites(await auditSince(cluster, start)).filter((entry) => isByEngine(entry) && entry.resource === 'deployments');
    expect(await written()).toEqual([]);
    const approval = { decision: 'Approved', by: 'ann' };
    await api(cluster, { method: 'PATCH', path: pathOf('remediationplans', 'plan-unknown'), body: { spec: { approval } } });
    expect((await untilPlanEnded(cluster, 'plan-unknown')).status?.phase).toBe('Succeeded');
    await eventually(async () => (await written()).length > 0, { within: 30_000, describe: 'the restart is in the audit log' });
  });
});

describe('an alert about a node that seems to be well', () => {
  /** As Prometheus sends it: the labels of the exporter are in it too. */
  const labels = { job: 'node-exporter', namespace: 'monitoring', pod: 'node-exporter-x2x7z', instance: 'm-w1:9100', device: 'md0' };

  test('is taken at its word where a playbook names it, and a person is asked', async () => {
    const { cluster } = seen;
    await report(cluster, { name: 'anom-disk', type: 'node_raid_disk_failure', details: { ...labels, alertname: 'NodeRAIDDiskFailure' } });
    const plan = await untilPlan(cluster, 'plan-disk', ({ status }) => status?.phase === 'AwaitingApproval');
    expect(plan.spec.steps).toMatchObject([
      { playbook: 'node-broken', action: { operation: 'drain_node', target: { kind: 'Node', name: 'm-w1' } } },
    ]);
    const { status } = await untilAnomaly(cluster, 'anom-disk', (anomaly) => anomaly.status?.rootCause !== undefined);
    expect(status?.rootCause).toMatchObject({ layer: 'infrastructure', target: { name: 'm-w1' } });
    expect(status?.rootCause?.evidence?.[0]?.what).toContain('NodeRAIDDiskFailure');
  });

  test('is over where none does', async () => {
    const { cluster } = seen;
    await report(cluster, {
      name: 'anom-color',
      type: 'paint_is_off',
      details: { ...labels, instance: 'm-w2:9100', alertname: 'NodePaintIsOff' },
    });
    const { status } = await untilAnomaly(cluster, 'anom-color', (anomaly) => anomaly.status?.finishedAt !== undefined);
    expect(status).toMatchObject({ phase: 'Suppressed', reason: 'NothingWrong' });
    expect(await planNow(cluster, 'plan-color')).toBeUndefined();
  });
});
