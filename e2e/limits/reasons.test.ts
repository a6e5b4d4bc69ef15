import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { createAccount, rule } from '../ingress/bench/accounts.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, pathOf, report, system } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { restoreRole, without } from '../journeys/bench/role.ts';
import { request, untilEnded } from '../operations/actions.ts';
import { holdPods, lockByOther, unlockByOther } from '../operations/drain-scene.ts';
import { actionDeleted, atOnce, guarded, overBudget, resting, switchedOff, unreadable, whenFull, type Row } from '../reasons/rows.ts';
import { waitOf, type Waiter } from '../reasons/waits.ts';

const namespace = 'reasons';
const nodes = ['reasons-1', 'reasons-2', 'reasons-3', 'reasons-4', 'reasons-5', 'reasons-6', 'reasons-7', 'reasons-8'];
/** Nobody listens there. */
const silent = 'http://localhost:65530';
const seen = journey({ nodes, operator: { env: { MODEL_URL: silent } } });

const node = (name: string, target: string, wish: ActionWish = {}): Promise<void> =>
  request(seen.cluster, { name, target: `Node/${target}`, ...wish });

let reader: string;

beforeAll(async () => {
  const { cluster } = seen;
  const kinds = rule(['get'], ['anomalies', 'remediationplans', 'remediationactions']);
  reader = await createAccount(cluster, { namespace: system, name: 'reasons-reader', rules: [kinds] });
  for (const at of ['1', '3', '5']) {
    await createDeployment(cluster, { namespace, name: `held-${at}`, node: `reasons-${at}` });
    await untilRolledOut(cluster, namespace, `held-${at}`);
    await holdPods(cluster, namespace, `held-${at}`);
  }
  await setNodeCondition(cluster, 'reasons-1', { type: 'MemoryPressure', status: 'True' });
  await report(cluster, { name: 'anom-reasons', targets: ['Node/reasons-1'], mode: 'Automatic' });
  await node('act-busy', 'reasons-3', { operation: 'drain_node' });
  await applyPlan(cluster, { name: 'plan-deleted', steps: [{ operation: 'drain_node', target: 'Node/reasons-5' }] });
  await lockByOther(cluster, 'reasons-4');
  await node('act-locked', 'reasons-4');
  await kubectl(cluster, ['label', 'node', 'reasons-7', 'coordination.selfheal.dev/managed=false']);
  await node('act-unmanaged', 'reasons-7');
  await node('act-asks', 'reasons-6', { approvalRequired: true });
  await node('act-unsure', 'reasons-6', { operation: 'drain_node', source: 'ai_driven', confidence: 0.69 });
  await applyPlan(cluster, { name: 'plan-asks', mode: 'Approval', steps: [{ target: 'Node/reasons-6' }] });
  for (const name of ['plan-reasons', 'plan-deleted']) await untilWaits({ plural: 'remediationplans', name, reason: 'EvictionBlocked' });
  await untilWaits({ plural: 'remediationactions', name: 'act-busy', reason: 'EvictionBlocked' });
  await node('act-queued', 'reasons-3');
  await node('act-held', 'reasons-1');
  await applyPlan(cluster, { name: 'plan-waits', steps: [{ target: 'Node/reasons-1' }] });
});

afterAll(async () => {
  await unlockByOther(seen.cluster, 'reasons-4');
  await dropPolicy(seen.cluster);
});

type Found = KubeObject & Waiter;

interface Told {
  readonly reason: string;
  readonly note: string;
  readonly regarding: { readonly kind: string; readonly name: string };
}

const isWon = (said: string, winner: string, loser: string): boolean =>
  said === `${winner} ConflictWon: Goes before ${loser.replace('/', `/${system}/`)}.`;

/** The object once it waits for that reason; fails with its status. */
async function untilWaits({ plural, name, reason }: Pick<Row, 'plural' | 'name' | 'reason'>): Promise<Found> {
  return eventually(
    async () => {
      const found = await api<Found>(seen.cluster, { path: pathOf(plural, name) });
      if (found.status?.blocked?.reason === reason) return found;
      throw new Error(JSON.stringify(found.status));
    },
    { within: 35_000, describe: `${name} waits for ${reason}` },
  );
}

const paths = { anomalies: 'anomalies', remediationplans: 'plans', remediationactions: 'actions' } as const;

/** What is explained names the reason, who holds it and when that ends, as soon as the replica has seen the status. */
async function expectExplained({ plural, name, reason }: Row): Promise<void> {
  const waits = { holder: expect.stringMatching(/./), since: expect.stringMatching(/Z$/), ends: expect.stringMatching(/^when /) };
  await untilHolds(async () => {
    const { body } = await send({ url: `${seen.operator.url}/api/v1/${paths[plural]}/${name}/explain`, token: reader });
    expect(JSON.parse(body)).toMatchObject({ id: name, rule: reason, waits });
  });
}

/** The metric is counted from the cache, which the status reaches a moment later. */
async function untilCounted(kind: string, reason: string): Promise<void> {
  const line = new RegExp(`^coordination_blocked{kind="${kind}",reason="${reason}"} [1-9]`, 'm');
  await untilHolds(async () => expect(await seen.operator.metrics()).toMatch(line));
}

/** Status, `kubectl get`, explanation and metric say the same. */
async function expectWords(row: Row): Promise<void> {
  const found = await untilWaits(row);
  await expectExplained(row);
  expect(waitOf(found)).toEqual({ kind: found.kind, reason: row.reason });
  expect(found.status?.message).toMatch(row.tells);
  const line = await kubectl(seen.cluster, ['get', row.plural, row.name, '-n', system, '--no-headers']);
  expect(line.split(/\s+/)).toEqual(expect.arrayContaining([found.status?.phase, row.reason]));
  await untilCounted(found.kind, row.reason);
}

describe('whatever waits says why, in its status, in kubectl get and in the metric', () => {
  test.each(atOnce)('$plural $name: $reason', expectWords);

  test.each([
    { loser: 'RemediationAction/act-queued', reason: 'TargetBusy', winner: 'RemediationAction/act-busy' },
    { loser: 'RemediationAction/act-held', reason: 'TargetHeld', winner: 'RemediationPlan/plan-reasons' },
    { loser: 'RemediationPlan/plan-waits', reason: 'TargetHeld', winner: 'RemediationPlan/plan-reasons' },
  ])('$loser and $winner have an Event each on which of them goes first', async ({ loser, reason, winner }) => {
    const told = async () => {
      const path = `/apis/events.k8s.io/v1/namespaces/${system}/events`;
      const { items } = await api<{ items: readonly Told[] }>(seen.cluster, { path });
      const said = items.map((event) => `${event.regarding.kind}/${event.regarding.name} ${event.reason}: ${event.note}`);
      return said.some((one) => one.startsWith(`${loser} ${reason}: `)) && said.some((one) => isWon(one, winner, loser));
    };
    await eventually(told, { within: 20_000, describe: 'both are told' });
  });

  test('an action whose target the engine may not read', async () => {
    await without(seen.cluster, 'statefulsets', 'apps');
    await request(seen.cluster, {
      name: 'act-unread',
      type: 'resource_scaling',
      target: `StatefulSet/${namespace}/any`,
      parameters: { replicas: 1 },
    });
    await expectWords(unreadable).finally(() => restoreRole(seen.cluster));
    // Once it can be read it waits for the nodes that are worked on, and others would wait for it.
    await kubectl(seen.cluster, ['delete', 'ract', 'act-unread', '-n', system]);
  });

  test('what asks a model that gave no answer to five others', async () => {
    const asks = (name: string, where: string, attempts: number) =>
      request(seen.cluster, {
        ...{ name, type: 'model_inference', target: `InferenceService/${where}/model`, parameters: { inputs: [[1]] } },
        retries: { attempts, backoffSeconds: 1 },
      });
    const others = [1, 2, 3, 4, 5].map((index) => `act-asked-${index}`);
    for (const other of others) await asks(other, `${namespace}-${other}`, 1);
    for (const other of others) await untilEnded(seen.cluster, other);
    await asks('act-predicts', namespace, 10);
    await expectWords(resting);
  });

  test('an action on a pod of what the policy protects', async () => {
    await applyPolicy(seen.cluster, { protected: { targets: [{ kind: 'Deployment', namespace, name: 'held-3' }] } });
    const [pod] = await podsOf(seen.cluster, namespace, 'held-3');
    const target = `Pod/${namespace}/${pod?.metadata.name}`;
    await request(seen.cluster, { name: 'act-guarded', type: 'application_remediation', operation: 'delete_pod', target });
    await expectWords(guarded);
  });

  test('an action on one node more than may be worked on at once', async () => {
    await applyPolicy(seen.cluster, { nodes: { maxInFlight: 1 } });
    await node('act-budget', 'reasons-8');
    await expectWords(overBudget);
  });

  describe('when every place is taken', () => {
    beforeAll(async () => {
      await applyPolicy(seen.cluster, { maxActiveActions: 1 });
      await node('act-first', 'reasons-2');
      const { metadata } = await untilWaits({ plural: 'remediationactions', name: 'act-first', reason: 'ActiveLimit' });
      const aSecondLater = Date.parse(String(metadata['creationTimestamp'])) + 1000;
      await eventually(() => Promise.resolve(Date.now() > aSecondLater), { within: 30_000, describe: 'a second has gone by' });
      await node('act-lower', 'reasons-2', { operation: 'drain_node', priority: 4 });
      await node('act-older', 'reasons-2', { operation: 'drain_node', parameters: { force: true } });
      await node('act-model', 'reasons-2', { operation: 'uncordon_node', source: 'ai_driven', confidence: 0.9 });
    });

    test.each(whenFull)('$plural $name: $reason', expectWords);
  });

  test('a plan whose action somebody deleted', async () => {
    await kubectl(seen.cluster, ['delete', 'ract', 'act-deleted-01', '-n', system, '--wait=false']);
    await expectWords(actionDeleted);
  });

  test('an action that had not begun when the engine was switched off', async () => {
    await applyPolicy(seen.cluster, { maxActiveActions: 1, suspended: true });
    await expectWords(switchedOff);
  });
});
