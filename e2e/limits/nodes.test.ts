import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPolicy } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import { api } from '../harness/cluster.ts';
import { untilAsWanted, untilHolds } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf, type Version } from '../harness/history.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { getAction, request, untilBlocked, untilEnded } from '../operations/actions.ts';

const workers = [1, 2, 3, 4, 5, 6, 7].map((n) => `n-w${n}`);
const seen = journey({ nodes: workers });
afterAll(() => dropPolicy(seen.cluster));

const ms = (time: string | undefined): number => Date.parse(time ?? '');
const admittedAt = ({ status }: RemediationAction): number =>
  ms(status?.conditions?.find(({ type, status: is }) => type === 'Admitted' && is === 'True')?.lastTransitionTime);
const ill = (node: string) => setNodeCondition(seen.cluster, node, { type: 'Ready', status: 'False' });
const well = (node: string) => setNodeCondition(seen.cluster, node, { type: 'Ready', status: 'True' });
const cordon = (name: string, node: string) => request(seen.cluster, { name, operation: 'cordon_node', target: `Node/${node}` });

/** A plan that works on the node for some seconds: cordon, a wait, drain, and the node is given back. */
const workOn = (name: string, node: string, waitSeconds: number) =>
  applyPlan(seen.cluster, {
    name,
    steps: [
      { target: `Node/${node}`, waitSeconds },
      { operation: 'drain_node', target: `Node/${node}` },
      { operation: 'uncordon_node', target: `Node/${node}` },
    ],
  });
const untilCordoned = (name: string) => untilPlan(seen.cluster, name, ({ status }) => status?.steps?.[0]?.phase === 'Waiting');

async function untilPolicySays(says: string): Promise<NonNullable<RemediationPolicy['status']>> {
  const path = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster';
  const read = () => api<RemediationPolicy>(seen.cluster, { path });
  const { status } = await untilAsWanted('the policy', read, (policy) => stormOf(policy) === says, 30_000);
  return status ?? {};
}

function stormOf({ status }: RemediationPolicy): string {
  const storm = status?.conditions?.find(({ type }) => type === 'StormActive');
  return `${storm?.status}/${storm?.reason}`;
}

/** What the storm held begins one by one, as the policy's status and the metrics say. */
async function untilReleasing(): Promise<void> {
  const path = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster';
  const read = () => api<RemediationPolicy>(seen.cluster, { path });
  await untilAsWanted('the policy', read, ({ status }) => status?.nodeGroups?.[0]?.stage === 'Releasing', 20_000);
  const line = 'coordination_node_storms{stage="Releasing"} 1';
  await untilHolds(async () => expect(await seen.operator.metrics()).toContain(line));
}

/** When the last storm ended, in milliseconds since the epoch. */
async function stormEnd(): Promise<number> {
  const { nodeGroups } = await untilPolicySays('True/StormCooldown');
  return ms(nodeGroups?.[0]?.stormEndedAt);
}

async function untilAllWait(names: readonly string[], reason: string): Promise<void> {
  for (const name of names) await untilBlocked(seen.cluster, name, reason);
}

async function crash(): Promise<void> {
  seen.operator.kill('SIGKILL');
  await seen.operator.ended;
  await seen.startOperator();
}

/** When the first action on the node was admitted. */
function firstAdmission(history: readonly Version[], node: string): number {
  const actions = history.map(({ object }) => object as unknown as RemediationAction).filter(({ kind }) => kind === 'RemediationAction');
  return Math.min(
    ...actions
      .filter(({ spec }) => spec.target.name === node)
      .map(admittedAt)
      .filter((at) => !Number.isNaN(at)),
  );
}

/** How many nodes carried a claim of ours at each moment. */
function claims(history: readonly Version[]): number[] {
  const claimed = new Set<string>();
  return history.flatMap(({ object }) => {
    const { kind, metadata } = object;
    if (kind !== 'Node') return [];
    if (metadata.annotations?.[keys.claim] === undefined) claimed.delete(metadata.name);
    else claimed.add(metadata.name);
    return claimed.size;
  });
}

const seconds = 4;
const policy = { nodes: { minHealthy: 4, maxInFlight: 3, stormCooldownSeconds: seconds } };

describe('of 7 nodes 4 must be healthy', () => {
  let stormSince: string | undefined;
  const waiting = ['n-act-4', 'n-act-6', 'n-act-7'];

  beforeAll(() => applyPolicy(seen.cluster, policy));

  test('with three ill three are worked on; with a fourth nothing begins, and what has begun goes on', async () => {
    const { cluster } = seen;
    await Promise.all(['n-w1', 'n-w2', 'n-w3'].map(ill));
    const plans = ['n-plan-1', 'n-plan-2', 'n-plan-3'];
    await Promise.all(plans.map((name, place) => workOn(name, `n-w${place + 1}`, 5)));
    await Promise.all(plans.map(untilCordoned));
    await ill('n-w4');
    const status = await untilPolicySays('True/StormActive');
    expect(status.nodeGroups).toMatchObject([{ name: 'worker', nodes: 7, unhealthy: 4, maxUnhealthy: 3, stage: 'Active' }]);
    stormSince = status.nodeGroups?.[0]?.stormSince;
    await cordon('n-act-4', 'n-w4');
    await cordon('n-act-6', 'n-w6');
    await cordon('n-act-7', 'n-w7');
    for (const name of waiting) {
      const held = await untilBlocked(cluster, name, 'StormActive');
      expect(held.status?.message).toBe(
        'Of the 7 nodes of worker 4 are unhealthy and 3 may be (3 healthy < 4), so no action begins on its nodes.',
      );
    }
    await workOn('n-plan-5', 'n-w5', 0);
    await untilPlan(cluster, 'n-plan-5', ({ status: is }) => is?.phase === 'Pending' && is.blocked?.reason === 'StormActive');
    for (const name of plans) expect((await untilPlanEnded(cluster, name)).status?.phase).toBe('Succeeded');
    for (const name of waiting) expect((await getAction(cluster, name)).status?.blocked?.reason).toBe('StormActive');
  });

  test('after the storm nothing begins for the cooldown, which another storm begins anew; then one by one, also across restarts', async () => {
    const { cluster } = seen;
    await crash();
    expect((await untilPolicySays('True/StormActive')).nodeGroups?.[0]?.stormSince).toBe(stormSince);
    const start = await currentRevision(cluster);
    await applyPolicy(cluster, { nodes: { ...policy.nodes, stormCooldownSeconds: 60 } });
    await well('n-w1');
    const first = await stormEnd();
    await untilAllWait(waiting, 'StormCooldown');
    await ill('n-w5');
    await untilPolicySays('True/StormActive');
    await untilAllWait(waiting, 'StormActive');
    await applyPolicy(cluster, policy);
    await well('n-w5');
    const second = await stormEnd();
    expect(second).toBeGreaterThan(first);
    await crash();
    await untilReleasing();
    const ended = await Promise.all(waiting.map((name) => untilEnded(cluster, name, 60_000)));
    expect(ended.map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    const plan = await untilPlanEnded(cluster, 'n-plan-5');
    expect(plan.status?.phase).toBe('Succeeded');

    const history = await historySince(cluster, start);
    const begun = [...ended.map(admittedAt), firstAdmission(history, 'n-w5')].toSorted((one, other) => one - other);
    expect(begun[0]).toBeGreaterThanOrEqual(second + seconds * 1000);
    for (const [place, at] of begun.slice(1).entries()) expect(at - (begun[place] ?? 0)).toBeGreaterThanOrEqual(seconds * 1000);
    for (const name of waiting) expect(versionsOf(history, 'RemediationAction', name, 'self-healing-platform').length).toBeLessThan(15);
  });
});

test('no more than three nodes of seven are worked on at once, and the others wait for theirs', async () => {
  const { cluster } = seen;
  await Promise.all(workers.map(well));
  await kubectl(cluster, ['uncordon', ...workers]);
  await applyPolicy(cluster, { nodes: { maxInFlight: '49%', stormCooldownSeconds: 0 } });
  const start = await currentRevision(cluster);
  const plans = ['n-five-1', 'n-five-2', 'n-five-3', 'n-five-4', 'n-five-5'];
  await Promise.all(plans.map((name, place) => workOn(name, `n-w${place + 1}`, 10)));
  const ended = await Promise.all(plans.map((name) => untilPlanEnded(cluster, name, 120_000)));
  expect(ended.map(({ status }) => `${status?.phase}: ${status?.message}`)).toEqual(plans.map(() => expect.stringMatching(/^Succeeded/)));
  const history = await historySince(cluster, start);
  expect(Math.max(...claims(history))).toBe(3);
  const said = history.map(({ object }) => (object as unknown as RemediationAction).status?.message ?? '');
  expect(said).toContain('As many nodes of worker are worked on as may be at once, which is 3.');
});
