import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import { api } from '../harness/cluster.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, planNow, system, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { writtenAnomaly } from '../journeys/bench/written.ts';

const node = 'eff-w1';
const seen = journey({ nodes: [node], stages: ['reboot-clears-memory-pressure'] });

/** The people of this cluster reboot the node each time; the shipped playbooks would not do again what did not help. */
const stubborn = `
name: stubborn
when: {kinds: [Node], layers: [infrastructure], names: [${node}], words: {any: [MemoryPressure]}}
steps:
- {operation: drain_and_reboot_node, description: Reboot it once more}
`;
beforeAll(async () => {
  const metadata = { name: 'stubborn', namespace: system, labels: { 'coordination.selfheal.dev/playbooks': 'true' } };
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'stubborn.yaml': stubborn } }]);
});
afterAll(async () => {
  await kubectl(seen.cluster, ['delete', 'configmap', 'stubborn', '-n', system, '--ignore-not-found']);
  await dropPolicy(seen.cluster);
});

const terms = { joinSeconds: 60, verificationSeconds: 60 };
const ms = (time: string | undefined): number => Date.parse(time ?? '');

/** The node is ill, and this reporter says so. */
async function signal(name: string): Promise<void> {
  await setNodeCondition(seen.cluster, node, { type: 'MemoryPressure', status: 'True' });
  await repeat(name);
}

const repeat = (...names: readonly string[]) =>
  applyObjects(
    seen.cluster,
    names.map((name) => writtenAnomaly({ name, type: 'node_pressure', targets: [`Node/${node}`] })),
  );
const ended = (name: string) => untilAnomaly(seen.cluster, name, ({ status }) => status?.finishedAt !== undefined);
const getAnomaly = (name: string) => api<Anomaly>(seen.cluster, { path: pathOf('anomalies', name) });

/** What the anomaly says of its plan, as `status/reason count`. */
function verdictOn({ status }: Anomaly): string {
  const condition = status?.conditions?.find(({ type }) => type === 'Ineffective');
  return `${condition?.status}/${condition?.reason} ${status?.ineffective}`;
}
const untilIneffective = (name: string, count: number) =>
  untilAnomaly(seen.cluster, name, (anomaly) => verdictOn(anomaly) === `True/SignalReturned ${count}`);

describe('what comes back', () => {
  test('S3: is counted while its plan is open, cools down after it, and then has a plan of its own', async () => {
    const { cluster } = seen;
    const start = await currentRevision(cluster);
    await applyPolicy(cluster, {
      cooldownSeconds: 15,
      incidents: terms,
      timings: { operations: [{ name: 'drain_and_reboot_node', waitSeconds: 12 }] },
    });
    await signal('anom-eff-1');
    const open = await untilPlan(cluster, 'plan-eff-1', ({ status }) => status?.phase === 'Executing');
    const first = await getAnomaly('anom-eff-1');
    // When it was seen last is told by the second.
    const later = ms(first.status?.lastSeenAt) + 1000;
    await eventually(() => Date.now() > later, { within: 30_000, describe: 'a second has gone by' });
    await repeat(...[1, 2, 3, 4, 5].map((i) => `anom-eff-1-again-${i}`));
    const counted = await untilAnomaly(cluster, 'anom-eff-1', ({ status }) => status?.occurrences === 6);
    expect(ms(counted.status?.lastSeenAt)).toBeGreaterThan(ms(first.status?.lastSeenAt));
    expect((await planNow(cluster, 'plan-eff-1'))?.metadata.uid).toBe(open.metadata.uid);

    const plan = await untilPlanEnded(cluster, 'plan-eff-1');
    expect(plan.status?.phase).toBe('Succeeded');
    expect((await ended('anom-eff-1')).status).toMatchObject({ phase: 'Resolved', reason: 'PlanSucceeded', occurrences: 6 });
    await signal('anom-eff-2');
    const cooling = await untilAnomaly(cluster, 'anom-eff-2', ({ status }) => status?.blocked?.reason === 'CoolingDown');
    const until = ms(plan.status?.finishedAt) + 15_000;
    expect(cooling.status).toMatchObject({
      phase: 'Planned',
      planRef: { name: 'plan-eff-2' },
      blocked: { until: new Date(until).toISOString() },
    });
    const second = await untilPlanEnded(cluster, 'plan-eff-2', 120_000);
    expect(ms(second.status?.startedAt)).toBeGreaterThanOrEqual(until);

    const plans = (await historySince(cluster, start)).filter(({ object }) => object.kind === 'RemediationPlan');
    expect([...new Set(plans.map(({ object }) => object.metadata.name))]).toEqual(['plan-eff-1', 'plan-eff-2']);
  });

  test('S33: shows that its plan did not help, and the next anomaly knows what was tried', async () => {
    const first = await untilIneffective('anom-eff-1', 1);
    expect(first.status).toMatchObject({ phase: 'Resolved', reason: 'PlanSucceeded' });
    const tried = { plan: 'plan-eff-1', operation: 'drain_and_reboot_node', target: `Node/${node}`, outcome: 'Ineffective' };
    expect(first.status?.history).toMatchObject([tried]);
    const second = await ended('anom-eff-2');
    expect(second.status).toMatchObject({
      phase: 'Resolved',
      ineffective: 1,
      history: [tried, { plan: 'plan-eff-2', outcome: 'Succeeded' }],
    });
    await untilHolds(async () => expect(await seen.operator.metrics()).toContain('coordination_ineffective_total 1'));
  });

  test('S33: is given to a person after three plans that did not help, and not to a fourth', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { cooldownSeconds: 0, incidents: terms });
    await signal('anom-eff-3');
    expect((await untilPlanEnded(cluster, 'plan-eff-3')).status?.phase).toBe('Succeeded');
    await ended('anom-eff-3');
    await untilIneffective('anom-eff-2', 2);
    const start = await currentRevision(cluster);
    await signal('anom-eff-4');
    const asks = ({ status }: Anomaly) => status?.blocked?.reason === 'Ineffective';
    const blocked = await untilAnomaly(cluster, 'anom-eff-4', asks);
    expect(blocked.status).toMatchObject({ phase: 'Pending', reason: 'Ineffective', ineffective: 3 });
    expect(blocked.status?.message).toContain(`drain_and_reboot_node Node/${node}`);
    await untilIneffective('anom-eff-3', 3);

    seen.operator.kill('SIGKILL');
    await seen.operator.ended;
    await seen.startOperator();
    await repeat('anom-eff-4-again');
    await untilAnomaly(cluster, 'anom-eff-4', ({ status }) => status?.occurrences === 2);
    expect(await getAnomaly('anom-eff-4')).toMatchObject({ status: { phase: 'Pending', reason: 'Ineffective' } });
    const plans = (await historySince(cluster, start)).filter(({ type, object }) => type === 'ADDED' && object.kind === 'RemediationPlan');
    expect(plans.map(({ object }) => object.metadata.name)).toEqual([]);
  });

  test('S33: has one more plan once a person says why', async () => {
    const { cluster } = seen;
    await kubectl(cluster, ['annotate', 'anom', 'anom-eff-4', '-n', system, `${keys.clearBlock}=a bigger node came`]);
    expect((await untilPlanEnded(cluster, 'plan-eff-4')).status?.phase).toBe('Succeeded');
    expect((await ended('anom-eff-4')).status).toMatchObject({ phase: 'Resolved', reason: 'PlanSucceeded', ineffective: 3 });
  });
});
