import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../operator/api/generated/types.ts';
import { targetString } from '../../operator/api/target.ts';
import type { AnomalyWish } from '../../operator/testing/anomaly-builder.ts';
import { api } from '../harness/cluster.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { podsOf } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { actionsOf, pathOf, report, system, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { writtenAnomaly } from '../journeys/bench/written.ts';
import { comesBack, furnish, operands, setOperator, setPodReady, setReady } from './lost-worker.ts';

const worker = 'inc-w1';
const wait = { waitSeconds: 1 };
const seen = journey({
  nodes: [worker, 'inc-w2'],
  stages: ['reboot', 'ready-needs-restart'],
  operator: {
    env: { INCIDENT_JOIN_SECONDS: '120', VERIFICATION_SECONDS: '120' },
    defaults: {
      operations: { drain_and_reboot_node: wait, restart_deployment: wait, monitor_cluster_operator: wait },
      checks: { node_ready: { timeoutSeconds: 20 }, pods_running: { timeoutSeconds: 30 } },
      pollSeconds: 1,
    },
  },
});

type Report = AnomalyWish & { readonly name: string };
const reports: Report[] = [];
let start = 0;

beforeAll(async () => {
  await furnish(seen.cluster, worker);
  await setReady(seen.cluster, worker, 'False');
  await setOperator(seen.cluster, 'dns', true);
  await setOperator(seen.cluster, 'monitoring', true);
  start = await currentRevision(seen.cluster);
});
afterAll(() => removeOpenshiftCrds(seen.cluster));

const inSystem = (name: string, target: string): Report => ({ name: `anom-inc-${name}`, type: 'alert', targets: [target] });
const ofTenant = (name: string, target: string): Report => ({ ...inSystem(name, target), namespace: target.split('/')[1] });
const alert = (name: string, details: Record<string, string>): Report => ({ name: `anom-inc-${name}`, type: 'alert', details });

/** All at once, as a storm of alerts comes. */
async function storm(...wishes: readonly Report[]): Promise<void> {
  reports.push(...wishes);
  await applyObjects(
    seen.cluster,
    wishes.map((wish) => writtenAnomaly(wish)),
  );
}

const podOf = async (namespace: string, app: string) =>
  `Pod/${namespace}/${(await podsOf(seen.cluster, namespace, app))[0]?.metadata.name ?? ''}`;
const settled = ({ name, namespace }: Report) =>
  untilAnomaly(seen.cluster, name, ({ status }) => status?.finishedAt !== undefined, namespace);

/** What became of each: its reason, and whose plan is for it. */
async function fates(wishes: readonly Report[]): Promise<string[]> {
  const all = await Promise.all(wishes.map(settled));
  return all.map(({ metadata, status }) => `${metadata.name} ${status?.reason} ${status?.planRef?.name ?? status?.duplicateOf?.name}`);
}

/** Every name that a plan had since the worker was lost. */
async function plansMade(): Promise<string[]> {
  const history = await historySince(seen.cluster, start);
  const plans = history.filter(({ object }) => object.kind === 'RemediationPlan').map(({ object }) => object as unknown as RemediationPlan);
  return [...new Set(plans.map(({ metadata }) => metadata.name))].toSorted();
}

const part = (name: string) => `anom-inc-${name} PartOfIncident plan-inc-founder`;

describe('a worker is lost on OpenShift', () => {
  test('what is reported before its plan begins, the founder being analyzed still, becomes part of one plan', async () => {
    const { cluster } = seen;
    await report(cluster, { ...inSystem('founder', 'ClusterOperator/dns'), severity: 'critical', mode: 'Approval' });
    await storm(
      inSystem('node', `Node/${worker}`),
      alert('unreachable', { alertname: 'KubeNodeUnreachable', node: worker }),
      inSystem('dns-default', `DaemonSet/${operands}/dns-default`),
      inSystem('monitoring', 'ClusterOperator/monitoring'),
      inSystem('pay', 'Deployment/inc-shop/pay'),
      inSystem('budget', 'PodDisruptionBudget/inc-shop/pay'),
      ofTenant('tenant-pay', 'Deployment/inc-shop/pay'),
      ofTenant('tenant-ledger', await podOf('inc-bank', 'ledger')),
    );
    const known = ['node', 'dns-default', 'monitoring', 'pay', 'budget', 'tenant-pay', 'tenant-ledger'].map(part);
    expect(await fates(reports)).toEqual([
      known[0],
      expect.stringMatching(/^anom-inc-unreachable (PartOfIncident|DuplicateOf) /),
      ...known.slice(1),
    ]);

    const { spec, status } = await untilPlan(cluster, 'plan-inc-founder', (plan) => plan.status?.phase === 'AwaitingApproval');
    expect(spec.steps.map(({ layer, action }) => `${layer} ${action.operation} ${targetString(action.target)}`)).toEqual([
      `infrastructure drain_and_reboot_node Node/${worker}`,
      'platform monitor_cluster_operator ClusterOperator/dns',
      expect.stringMatching(/^application \w+ Deployment\/inc-bank\/ledger$/),
      expect.stringMatching(/^application \w+ Deployment\/inc-shop\/cart$/),
      expect.stringMatching(/^application \w+ Deployment\/inc-shop\/pay$/),
    ]);
    expect(status).toMatchObject({ layerPath: 'infra>platform>app', cause: `Node/${worker}` });
    const founder = await api<Anomaly>(cluster, { path: pathOf('anomalies', 'anom-inc-founder') });
    expect(founder.status?.rootCause).toMatchObject({ layer: 'infrastructure', target: { kind: 'Node', name: worker } });
  });

  test('what is reported while it runs too', async () => {
    const { cluster } = seen;
    const back = comesBack(cluster, worker);
    const approval = { decision: 'Approved', by: 'ann' };
    await api(cluster, { method: 'PATCH', path: pathOf('remediationplans', 'plan-inc-founder'), body: { spec: { approval } } });
    await back;
    await untilPlan(cluster, 'plan-inc-founder', ({ status }) => status?.steps?.[1]?.phase === 'Running');
    await setPodReady(cluster, 'node-exporter', { node: worker, status: 'False' });
    const first = reports.length;
    await storm(
      inSystem('cart', 'Deployment/inc-shop/cart'),
      ofTenant('tenant-cart', await podOf('inc-shop', 'cart')),
      inSystem('monitoring-again', 'ClusterOperator/monitoring'),
      inSystem('node-exporter', `DaemonSet/${operands}/node-exporter`),
    );
    expect(await fates(reports.slice(first))).toEqual(['cart', 'tenant-cart', 'monitoring-again', 'node-exporter'].map(part));
    expect(await plansMade()).toEqual(['plan-inc-founder']);
  });

  test('and what is reported late', async () => {
    const { cluster } = seen;
    await setPodReady(cluster, 'node-exporter', { node: worker, status: 'True' });
    await setOperator(cluster, 'dns', false);
    expect((await untilPlanEnded(cluster, 'plan-inc-founder')).status?.phase).toBe('Succeeded');
    await untilAnomaly(cluster, 'anom-inc-founder', ({ status }) => status?.phase === 'Resolved');
    await setOperator(cluster, 'network', true);
    await setPodReady(cluster, 'dns-default', { node: worker, status: 'False' });
    const first = reports.length;
    await storm(inSystem('network', 'ClusterOperator/network'));
    expect(await fates(reports.slice(first))).toEqual(['network'].map(part));
    expect(await plansMade()).toEqual(['plan-inc-founder']);
    const plan = await untilPlanEnded(cluster, 'plan-inc-founder');
    const actions = await actionsOf(cluster, plan);
    expect(actions.length).toBeLessThanOrEqual(plan.spec.steps.length);
  });

  test('while what was part of it and comes back shows that the plan did not help', async () => {
    const { cluster } = seen;
    await report(cluster, { ...inSystem('dns-default-again', `DaemonSet/${operands}/dns-default`), mode: 'Approval' });
    const again = await untilAnomaly(cluster, 'anom-inc-dns-default-again', ({ status }) => status?.planRef?.uid !== undefined);
    expect(again.status).toMatchObject({
      phase: 'Planned',
      ineffective: 1,
      planRef: { namespace: system, name: 'plan-inc-dns-default-again' },
    });
    const founder = await untilAnomaly(cluster, 'anom-inc-founder', ({ status }) => status?.ineffective === 1);
    expect(founder.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ineffective', status: 'True' }));
  });
});
