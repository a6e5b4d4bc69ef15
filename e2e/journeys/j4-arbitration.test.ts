import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { togetherThoughTheyClash } from '../checker/arbitration-history.ts';
import type { CheckedWorld } from '../checker/arbitration-facts.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { untilHolds } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';
import { actionVersions, askAll, objectionsTo } from './bench/arbitration-run.ts';
import { countedIn, readFrom } from './bench/document-metrics.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, conditionOf, system, untilPlan, untilPlanEnded } from './bench/plans.ts';

const nodes = ['j4-w1', 'j4-w2', 'j4-w3', 'j4-w4', ...Array.from({ length: 10 }, (_, i) => `j4-replay-${i}`)];
const seen = journey({ nodes, operator: { env: { MAX_ACTIVE_ACTIONS: '50' } } });
const world: CheckedWorld = {
  placement: { 'Deployment/j4/pay': ['j4-w1'], 'Deployment/j4/other': ['j4-w4'], 'Deployment/j4/tie': ['j4-w4'] },
  threshold: 0.7,
  maxActive: 50,
  scope: 'Cluster',
};

beforeAll(async () => {
  const { cluster } = seen;
  for (const [name, node] of [
    ['pay', 'j4-w1'],
    ['other', 'j4-w4'],
    ['tie', 'j4-w4'],
  ] as const) {
    await createDeployment(cluster, { namespace: 'j4', name, node });
    await untilRolledOut(cluster, 'j4', name);
  }
});

type Wish = ActionWish & { readonly name: string };
const node = (name: string, wish: ActionWish = {}): Wish => ({ target: 'Node/j4-w1', operation: 'cordon_node', ...wish, name });
const ai = (confidence: number): ActionWish => ({ source: 'ai_driven', confidence });
const scale = (name: string, deployment: string, wish: ActionWish = {}): Wish => ({
  type: 'resource_scaling',
  operation: 'scale_workload',
  target: `Deployment/j4/${deployment}`,
  parameters: { replicas: 1 },
  ...wish,
  name,
});

/** All of them are there before anybody leads. */
async function askedBeforeTheStart(wishes: readonly Wish[]): Promise<number> {
  await seen.stopOperator();
  const revision = await currentRevision(seen.cluster);
  await askAll(seen.cluster, wishes);
  await seen.startOperator();
  return revision;
}

async function ends(...names: string[]): Promise<string[]> {
  const actions = await Promise.all(names.map((name) => untilEnded(seen.cluster, name)));
  return actions.map(({ status }) => `${status?.phase}/${status?.reason}`);
}

/** What was recorded of the action when it was first judged after that revision. */
async function firstVerdictOf(name: string, revision: number) {
  const versions = versionsOf(await historySince(seen.cluster, revision), 'RemediationAction', name);
  const status = versions.map(({ object }) => (object as unknown as RemediationAction).status).find((one) => one?.phase !== undefined);
  return { phase: status?.phase, ...status?.arbitration, winner: status?.arbitration?.winner?.split('/').at(-1) };
}

/** Holds a drain of the node of `pay` in Running until it is taken away. */
async function guard(): Promise<() => Promise<unknown>> {
  const budget = { minAvailable: '100%', selector: { matchLabels: { app: 'pay' } } };
  const metadata = { namespace: 'j4', name: 'pay' };
  await applyObjects(seen.cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: budget }]);
  return () => kubectl(seen.cluster, ['delete', 'pdb', 'pay', '-n', 'j4']);
}

async function table(...names: string[]): Promise<string[]> {
  const lines = await kubectl(seen.cluster, ['get', 'ract', '-n', system, '--no-headers', ...names]);
  return lines.trim().split('\n');
}

describe('J4: one node is wanted by two rules and a model', () => {
  test('the better rule runs, the other waits, the model is superseded; kubectl says why, and the four metrics say how often', async () => {
    const release = await guard();
    const revision = await askedBeforeTheStart([
      node('act-j4-ai', { priority: 1, ...ai(0.95) }),
      node('act-j4-second', { priority: 4 }),
      node('act-j4-first', { priority: 3, operation: 'drain_node' }),
    ]);
    await untilAction(seen.cluster, 'act-j4-first', ({ status }) => status?.phase === 'Running');
    await untilBlocked(seen.cluster, 'act-j4-second', 'LowerPriority');
    await untilEnded(seen.cluster, 'act-j4-ai');
    const lines = await table('act-j4-first', 'act-j4-second', 'act-j4-ai');
    expect(lines[0]).toMatch(/act-j4-first +Running +node_remediation +drain_node +j4-w1 +deterministic +3 /);
    expect(lines[1]).toMatch(/act-j4-second +Blocked +node_remediation +cordon_node +j4-w1 +deterministic +4 .*LowerPriority/);
    expect(lines[2]).toMatch(/act-j4-ai +Superseded +node_remediation +cordon_node +j4-w1 +ai_driven +1 +0.95 +DeterministicPreferred/);
    const [wide] = (await table('act-j4-second', '-o', 'wide')).slice(-1);
    expect(wide).toMatch(/RemediationAction\/self-healing-platform\/act-j4-first/);

    await untilHolds(async () =>
      expect(readFrom(await seen.operator.metrics())).toEqual(countedIn(await historySince(seen.cluster, revision))),
    );
    await release();
    expect((await ends('act-j4-first', 'act-j4-second')).map((end) => end.split('/')[0])).toEqual(['Succeeded', 'Succeeded']);
    const history = await historySince(seen.cluster, revision);
    expect(objectionsTo(actionVersions(history), world)).toEqual([]);
    const counted = countedIn(history);
    expect(counted).toMatchObject({ actions: { 'node_remediation,deterministic': 2, 'node_remediation,ai_driven': 1 }, active: 0 });
    await untilHolds(async () => expect(readFrom(await seen.operator.metrics())).toEqual(counted));
  });

  test('ten replays of the same three, created in any order, give the same verdicts', async () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1],
    ];
    const threeOn = (i: number): Wish[] => [
      node(`act-replay-${i}-a`, { target: `Node/j4-replay-${i}`, priority: 3 }),
      node(`act-replay-${i}-b`, { target: `Node/j4-replay-${i}`, priority: 4, operation: 'uncordon_node' }),
      node(`act-replay-${i}-c`, { target: `Node/j4-replay-${i}`, priority: 1, operation: 'uncordon_node', ...ai(0.95) }),
    ];
    const wishes = orders.flatMap((order, i) => order.flatMap((which) => threeOn(i)[which] ?? []));
    const revision = await askedBeforeTheStart(wishes);
    for (const i of orders.keys()) {
      const [a, b, c] = await ends(`act-replay-${i}-a`, `act-replay-${i}-b`, `act-replay-${i}-c`);
      expect([a, b?.split('/')[0], c]).toEqual(['Succeeded/Succeeded', 'Succeeded', 'Superseded/DeterministicPreferred']);
      expect(await firstVerdictOf(`act-replay-${i}-c`, revision)).toMatchObject({
        winner: `act-replay-${i}-a`,
        conflictType: 'same_target',
      });
    }
    expect(objectionsTo(actionVersions(await historySince(seen.cluster, revision)), world)).toEqual([]);
  });
});

describe('J4: pairs', () => {
  /** The node takes pods again, and `pay` is back on it. */
  beforeAll(async () => {
    await kubectl(seen.cluster, ['uncordon', 'j4-w1']);
    await untilRolledOut(seen.cluster, 'j4', 'pay');
  });

  test('S7: on one target a rule of priority 3 goes before a model of priority 1, which writes nothing', async () => {
    const revision = await askedBeforeTheStart([
      node('act-s7-ai', { target: 'Node/j4-w2', priority: 1, ...ai(0.95) }),
      node('act-s7-rule', { target: 'Node/j4-w2', operation: 'uncordon_node' }),
    ]);
    expect(await ends('act-s7-rule', 'act-s7-ai')).toEqual([expect.stringMatching('^Succeeded/'), 'Superseded/DeterministicPreferred']);
    expect(await firstVerdictOf('act-s7-ai', revision)).toMatchObject({
      rule: 'DeterministicPreferred',
      winner: 'act-s7-rule',
      conflictType: 'same_target',
    });
    expect((await getNode(seen.cluster, 'j4-w2')).spec.unschedulable ?? false).toBe(false);
    const history = await historySince(seen.cluster, revision);
    expect(objectionsTo(actionVersions(history), world)).toEqual([]);
    await untilHolds(async () => expect(readFrom(await seen.operator.metrics()).conflicts).toEqual({ same_target: 1 }));
  });

  test('S8: a model that is 0.69 sure loses to a rule on the node of its workload, one that is 0.70 sure wins by its priority', async () => {
    const revision = await askedBeforeTheStart([scale('act-s8-69', 'pay', { priority: 1, ...ai(0.69) }), node('act-s8-rule')]);
    expect(await ends('act-s8-69', 'act-s8-rule')).toEqual(['Rejected/LowConfidence', expect.stringMatching('^Succeeded/')]);
    expect(await firstVerdictOf('act-s8-69', revision)).toMatchObject({ winner: 'act-s8-rule', conflictType: 'contained_target' });
    expect(objectionsTo(actionVersions(await historySince(seen.cluster, revision)), world)).toEqual([]);

    const again = await askedBeforeTheStart([
      node('act-s8-rule-2', { operation: 'uncordon_node' }),
      scale('act-s8-70', 'pay', { priority: 1, ...ai(0.7) }),
    ]);
    expect((await ends('act-s8-70', 'act-s8-rule-2')).map((end) => end.split('/')[0])).toEqual(['Succeeded', 'Succeeded']);
    expect(await firstVerdictOf('act-s8-rule-2', again)).toMatchObject({ rule: 'LowerPriority', winner: 'act-s8-70' });
    expect(objectionsTo(actionVersions(await historySince(seen.cluster, again)), world)).toEqual([]);
  });

  test('S9: priority 1 beats an older 4 that waits too, but never one that runs: then it waits as TargetBusy and runs after it', async () => {
    const revision = await askedBeforeTheStart([
      node('act-s9-four', { target: 'Node/j4-w3', priority: 4 }),
      node('act-s9-one', { target: 'Node/j4-w3', priority: 1, operation: 'uncordon_node' }),
    ]);
    await ends('act-s9-four', 'act-s9-one');
    expect(await firstVerdictOf('act-s9-four', revision)).toMatchObject({ rule: 'LowerPriority', winner: 'act-s9-one' });
    expect(objectionsTo(actionVersions(await historySince(seen.cluster, revision)), world)).toEqual([]);

    const release = await guard();
    const late = await currentRevision(seen.cluster);
    await request(seen.cluster, node('act-s9-running', { priority: 4, operation: 'drain_node' }));
    await untilAction(seen.cluster, 'act-s9-running', ({ status }) => status?.phase === 'Running');
    await request(seen.cluster, node('act-s9-late', { priority: 1, operation: 'uncordon_node' }));
    expect((await untilBlocked(seen.cluster, 'act-s9-late', 'TargetBusy')).status?.blocked?.by).toMatch(/act-s9-running$/);
    await release();
    expect((await ends('act-s9-running', 'act-s9-late')).map((end) => end.split('/')[0])).toEqual(['Succeeded', 'Succeeded']);
    expect(togetherThoughTheyClash(actionVersions(await historySince(seen.cluster, late)), world)).toEqual([]);
  });

  test('S11: of ten equal ones the oldest goes first and one after the other runs, across two restarts', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `act-s11-${i}`);
    const shuffled = [7, 2, 9, 0, 4, 8, 1, 6, 3, 5];
    const wishes = shuffled.map((i) => scale(names[i] ?? '', 'tie'));
    const revision = await askedBeforeTheStart(wishes.map((wish, i) => ({ ...wish, parameters: { replicas: i + 1 } })));
    await seen.stopOperator();
    await seen.startOperator();
    await seen.stopOperator();
    await seen.startOperator();
    await ends(...names);
    expect(objectionsTo(actionVersions(await historySince(seen.cluster, revision)), world)).toEqual([]);
  });
});

describe('J4: two plans on one node', () => {
  test('the second waits as Blocked/TargetHeld and names the first, then runs', async () => {
    const { cluster } = seen;
    const of = (operation: 'cordon_node' | 'uncordon_node', waitSeconds: number) => [{ operation, target: 'Node/j4-w4', waitSeconds }];
    await applyPlan(cluster, { name: 'plan-holder', steps: of('cordon_node', 10) });
    await untilPlan(cluster, 'plan-holder', ({ status }) => status?.phase === 'Executing');
    await applyPlan(cluster, { name: 'plan-waiter', steps: of('uncordon_node', 0) });
    const waiting = await untilPlan(cluster, 'plan-waiter', ({ status }) => status?.blocked !== undefined);
    expect(waiting.status).toMatchObject({
      phase: 'Pending',
      blocked: { reason: 'TargetHeld', by: `RemediationPlan/${system}/plan-holder` },
    });
    expect(conditionOf(waiting, 'Blocked')).toMatchObject({ status: 'True', reason: 'TargetHeld' });
    expect(await kubectl(cluster, ['get', 'rplan', 'plan-waiter', '-n', system, '--no-headers'])).toMatch(
      /plan-waiter +Pending .*TargetHeld/,
    );
    const [first, second] = [await untilPlanEnded(cluster, 'plan-holder'), await untilPlanEnded(cluster, 'plan-waiter')];
    expect([first.status?.phase, second.status?.phase]).toEqual(['Succeeded', 'Succeeded']);
    expect(Date.parse(second.status?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first.status?.finishedAt ?? ''));
  });
});
