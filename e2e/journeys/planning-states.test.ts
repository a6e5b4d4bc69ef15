import { expect, test } from '@jest/globals';
import { targetString } from '../../operator/api/target.ts';
import { api } from '../harness/cluster.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey } from './bench/journey.ts';
import { planNow, report, system, untilAnomaly } from './bench/plans.ts';

const seen = journey({ nodes: ['state-w1', 'state-w2'] });
const anomaly = {
  name: 'anom-state',
  targets: ['Node/state-w1'],
  type: 'users_complain',
  description: 'It is slow.',
  mode: 'Approval',
} as const;

/** What the engine would do about the anomaly now; it waits for approval, so it does nothing. */
async function planned(): Promise<string[]> {
  await report(seen.cluster, anomaly);
  await untilAnomaly(seen.cluster, anomaly.name, ({ status }) => status?.planRef?.uid !== undefined);
  const plan = await planNow(seen.cluster, 'plan-state');
  await kubectl(seen.cluster, ['delete', 'anomaly', anomaly.name, '-n', system, '--timeout=20s']);
  // the garbage collector would do it, but it learns of a new kind every half minute only
  await kubectl(seen.cluster, ['delete', 'rplan', 'plan-state', '-n', system, '--ignore-not-found', '--timeout=20s']);
  return plan?.spec.steps.map(({ action }) => `${action.operation} ${targetString(action.target)}`) ?? [];
}

const pressure = (status: 'True' | 'False') => setNodeCondition(seen.cluster, 'state-w1', { type: 'MemoryPressure', status });

/** It ran there before the node got ill: afterwards nothing is scheduled to it. */
async function runs(name: string, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
  await pressure('False');
  await createDeployment(seen.cluster, { namespace: 'state', name, node: 'state-w1', annotations });
  await untilRolledOut(seen.cluster, 'state', name);
  await pressure('True');
}

const stops = (name: string) => kubectl(seen.cluster, ['delete', 'deployment', name, '-n', 'state', '--cascade=foreground']);

test('the same Anomaly text on five states of the cluster gives five different plans', async () => {
  const plans: string[][] = [];
  await pressure('True');
  plans.push(await planned());
  await runs('plain');
  plans.push(await planned());
  await stops('plain');
  await runs('gitops', { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:state/gitops' });
  plans.push(await planned());
  await stops('gitops');
  await runs('release', { 'meta.helm.sh/release-name': 'release' });
  plans.push(await planned());
  const configs = { 'machineconfiguration.openshift.io/currentConfig': 'a', 'machineconfiguration.openshift.io/desiredConfig': 'b' };
  await api(seen.cluster, { method: 'PATCH', path: '/api/v1/nodes/state-w1', body: { metadata: { annotations: configs } } });
  plans.push(await planned());
  expect(plans).toEqual([
    ['drain_and_reboot_node Node/state-w1'],
    ['drain_and_reboot_node Node/state-w1', 'restart_deployment Deployment/state/plain'],
    ['drain_and_reboot_node Node/state-w1', 'argocd_sync Deployment/state/gitops'],
    ['drain_and_reboot_node Node/state-w1', 'observe Deployment/state/release'],
    ['monitor_mco Node/state-w1', 'observe Deployment/state/release'],
  ]);
});

test("a tenant's anomaly about a pod whose node is the cause is PartOfIncident in the system namespace", async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'state-tenant', name: 'web', node: 'state-w2' });
  await untilRolledOut(cluster, 'state-tenant', 'web');
  await setNodeCondition(cluster, 'state-w2', { type: 'PIDPressure', status: 'True' });
  const [pod] = await podsOf(cluster, 'state-tenant', 'web');
  const target = { apiVersion: 'v1', kind: 'Pod', namespace: 'state-tenant', name: pod?.metadata.name ?? '' };
  await report(cluster, { name: 'anom-tenant', namespace: 'state-tenant', targets: [target], mode: 'Approval' });
  const { status } = await untilAnomaly(cluster, 'anom-tenant', ({ status }) => status?.finishedAt !== undefined, 'state-tenant');
  expect(status).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident', planRef: { namespace: system } });
  const plan = await planNow(cluster, status?.planRef?.name ?? '');
  expect(plan?.spec.steps.map(({ action }) => action.target.name)).toEqual(['state-w2', 'web']);
  const incident = await untilAnomaly(cluster, plan?.spec.anomalyRef?.name ?? '', ({ status }) => status?.planRef !== undefined);
  expect(incident.spec).toMatchObject({ reporter: 'planning', targets: [{ kind: 'Node', name: 'state-w2' }] });
});
