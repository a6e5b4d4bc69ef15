import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, committedWrites, isByEngine } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, untilPlan } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { getAction, request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';

const nodes = ['kill-w1', 'kill-w2', 'kill-w3', 'kill-w4'];
const seen = journey({ nodes });
afterEach(() => dropPolicy(seen.cluster));

/** Pods that no eviction gets off kill-w2 and kill-w3, so that a drain there is at work for as long as it is let. */
beforeAll(async () => {
  for (const node of ['kill-w2', 'kill-w3']) {
    await createDeployment(seen.cluster, { namespace: 'kill', name: node, node });
    const spec = { minAvailable: '100%', selector: { matchLabels: { app: node } } };
    await applyObjects(seen.cluster, [
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: 'kill', name: node }, spec },
    ]);
    await untilRolledOut(seen.cluster, 'kill', node);
  }
});

const cordoned = async (name: string): Promise<boolean> => (await getNode(seen.cluster, name)).spec.unschedulable ?? false;
const lockOn = (name: string) => find(seen.cluster, `/apis/coordination.k8s.io/v1/namespaces/medik8s-leases/leases/node-${name}`);
const drains = ({ status }: RemediationAction): boolean =>
  status?.phase === 'Running' && (status.intents ?? []).some(({ step, outcome }) => step === 'evict' && outcome === undefined);
const switchTo = (suspended: boolean) => applyPolicy(seen.cluster, { suspended });

/** A plan whose first step is done and whose second one drains, a lone drain at work, and one of each kind that waits. */
async function atWork(): Promise<void> {
  const { cluster } = seen;
  await applyPlan(cluster, {
    name: 'plan-begun',
    steps: [
      { target: 'Node/kill-w1' },
      { target: 'Node/kill-w2', operation: 'drain_node', timeoutSeconds: 300 },
      { target: 'Node/kill-w2', operation: 'uncordon_node' },
    ],
  });
  await request(cluster, { name: 'act-begun', target: 'Node/kill-w3', operation: 'drain_node', timeoutSeconds: 300 });
  await untilPlan(cluster, 'plan-begun', ({ status }) => status?.steps?.[1]?.phase === 'Running');
  await untilAction(cluster, 'act-begun-02', drains);
  await untilAction(cluster, 'act-begun', drains);
  await applyPlan(cluster, { name: 'plan-waits', steps: [{ target: 'Node/kill-w1', operation: 'uncordon_node' }] });
  await applyPlan(cluster, { name: 'plan-asks', approvalRequired: true, steps: [{ target: 'Node/kill-w4' }] });
  await request(cluster, { name: 'act-asks', target: 'Node/kill-w4', approvalRequired: true });
  await untilPlan(cluster, 'plan-waits', ({ status }) => status?.reason === 'TargetHeld');
  await untilPlan(cluster, 'plan-asks', ({ status }) => status?.phase === 'AwaitingApproval');
  await untilAction(cluster, 'act-asks', ({ status }) => status?.phase === 'AwaitingApproval');
}

const stopped = { phase: 'Cancelled', reason: 'EmergencyStopped' };
const heldBack = { reason: 'Suspended', blocked: { reason: 'Suspended', by: 'RemediationPolicy/cluster' } };

describe('S34: the kill switch', () => {
  test('stops what runs and holds what has not begun; lifted, it revives nothing that it stopped', async () => {
    const { cluster } = seen;
    await atWork();
    const asked = await requests();
    const revision = await currentRevision(cluster);
    await switchTo(true);
    const since = Date.now();
    const plan = await untilPlan(cluster, 'plan-begun', ({ status }) => status?.phase === 'Cancelled', 30_000);
    const action = await untilEnded(cluster, 'act-begun', 30_000);
    for (const { status } of [plan, action]) expect(status).toMatchObject(stopped);
    expect(plan.status?.steps).toMatchObject([
      { phase: 'Succeeded' },
      { phase: 'Cancelled', reason: 'EmergencyStopped' },
      { phase: 'Cancelled' },
    ]);
    expect((await getAction(cluster, 'act-begun-02')).status).toMatchObject(stopped);
    expect(await Promise.all(nodes.map(cordoned))).toEqual([true, false, false, false]);
    const unlocked = async () => (await lockOn('kill-w2')) === undefined && (await lockOn('kill-w3')) === undefined;
    await eventually(unlocked, { within: 30_000, describe: 'the locks of the drains are gone' });
    for (const name of ['plan-waits', 'plan-asks']) {
      expect((await untilPlan(cluster, name, ({ status }) => status?.reason === 'Suspended')).status).toMatchObject({
        phase: 'Pending',
        ...heldBack,
      });
    }
    expect((await untilBlocked(cluster, 'act-asks', 'Suspended')).status).toMatchObject({ phase: 'Blocked', ...heldBack });
    console.log(`      S34: everything stood still ${Math.max(...(await stopTimes(revision))) - since} ms after the switch`);

    await applyPlan(cluster, { name: 'plan-new', mode: 'DryRun', steps: [{ target: 'Node/kill-w4' }] });
    await untilPlan(cluster, 'plan-new', ({ status }) => status?.reason === 'Suspended');
    const position = await auditPosition(cluster);
    await switchTo(false);
    await untilPlan(cluster, 'plan-waits', ({ status }) => status?.phase === 'Succeeded');
    await untilPlan(cluster, 'plan-new', ({ status }) => status?.reason === 'DryRun');
    await untilPlan(cluster, 'plan-asks', ({ status }) => status?.phase === 'AwaitingApproval');
    await untilAction(cluster, 'act-asks', ({ status }) => status?.phase === 'AwaitingApproval');
    expect(await requests()).toEqual(asked);
    expect((await api<RemediationPlan>(cluster, { path: pathOfPlan('plan-begun') })).status).toEqual(plan.status);
    expect((await getAction(cluster, 'act-begun')).status).toEqual(action.status);
    const writes = committedWrites(await auditSince(cluster, position)).filter((entry) => isByEngine(entry) && entry.resource === 'nodes');
    expect(writes.map(({ name }) => name)).not.toContain('kill-w2');
    expect(writes.map(({ name }) => name)).not.toContain('kill-w3');
  });
});

/** When the two requests were first made, and until when they stand. */
async function requests() {
  const { cluster } = seen;
  const plan = await api<RemediationPlan>(cluster, { path: pathOfPlan('plan-asks') });
  return [plan, await getAction(cluster, 'act-asks')].map(({ status }) => {
    expect(status?.approvalAskedAt).toBeDefined();
    return { at: status?.approvalAskedAt, until: status?.blocked?.until };
  });
}

const pathOfPlan = (name: string): string =>
  `/apis/coordination.selfheal.dev/v1alpha1/namespaces/self-healing-platform/remediationplans/${name}`;

/** When the two drains ended, in milliseconds since 1970; each within two seconds of the switch, which stops new work at once. */
async function stopTimes(revision: number): Promise<number[]> {
  const history = await historySince(seen.cluster, revision);
  const ends = ['act-begun', 'act-begun-02'].map((name) => {
    const last = versionsOf(history, 'RemediationAction', name).at(-1)?.object as unknown as RemediationAction;
    return Date.parse(last.status?.finishedAt ?? '');
  });
  const begun = versionsOf(history, 'RemediationAction', 'act-begun-03');
  expect(begun).toEqual([]);
  return ends;
}
