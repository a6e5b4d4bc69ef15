import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConditionStatus, RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { installEngine } from '../harness/engine.ts';
import { currentRevision, historySince, versionsOf, type Version } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyPlan, firstCheckOf, untilPlan, untilPlanPhase } from '../journeys/bench/plans.ts';
import { serviceAccountKubeconfig } from '../harness/service-account.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { makeReader, remove, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let operator: Operator;
let reader: Reader;
let verifier: string;
const namespace = 'self-healing-platform';
const plans = ['plan-verified', 'plan-early', 'plan-unverified', 'plan-crowded'];
/** Each plan cordons a node of its own, which stays cordoned when it ends well. */
const nodeOf = (plan: string): string => `checks-${plan}`;
const type = 'example.com/Verified';

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(
    cluster,
    plans.map((plan) => ({ name: nodeOf(plan) })),
  );
  await kubectl(cluster, ['apply', '-k', join(import.meta.dirname, '../../config/verifier')]);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'verifier' } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { namespace, name: 'verifier' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'coordination-engine-verifier' },
      subjects: [{ kind: 'ServiceAccount', namespace, name: 'verifier' }],
    },
  ]);
  verifier = await serviceAccountKubeconfig(cluster, { namespace, name: 'verifier' });
  reader = await makeReader(cluster);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 300 } }); // so that only the watch can wake a plan
  await operator.ready();
});

judgeEachTest(() => cluster);

afterAll(async () => {
  await Promise.all([operator.stop(), reader.close()]);
  await kubectl(cluster, ['delete', '-k', join(import.meta.dirname, '../../config/verifier')]);
  await kubectl(cluster, ['delete', 'serviceaccount,rolebinding', '-n', namespace, 'verifier']);
  await remove(
    cluster,
    plans.map((plan) => `/api/v1/nodes/${nodeOf(plan)}`),
  );
});

const wait = (name: string, timeoutSeconds: number) =>
  applyPlan(cluster, {
    name,
    steps: [{ target: `Node/${nodeOf(name)}` }],
    checkpoints: [
      {
        ...buildCheckpoint('infrastructure', 1, []),
        checks: [{ name: 'verified', type: 'external_condition', timeoutSeconds, parameters: { conditionType: type } }],
      },
    ],
  });

/** Server-side apply, by which conditions are merged by their type. */
async function say(plan: string, conditions: readonly object[]): Promise<void> {
  const [apiVersion, kind] = ['coordination.selfheal.dev/v1alpha1', 'RemediationPlan'];
  const input = JSON.stringify({ apiVersion, kind, metadata: { namespace, name: plan }, status: { conditions } });
  const apply = ['apply', '--server-side', '--subresource=status', '--field-manager=verifier', '-f', '-'];
  await kubectl(cluster, apply, { input, kubeconfig: verifier });
}

const condition = (status: ConditionStatus, message: string, of = type) => ({
  type: of,
  status,
  reason: 'SmokeTest',
  message,
  lastTransitionTime: new Date().toISOString(),
});

const result = (plan: string, wanted: string) => untilPlan(cluster, plan, (now) => firstCheckOf(now)?.result === wanted);

describe('external_condition', () => {
  test('holds a plan until an outside verifier says True, and shows each of its words at once', async () => {
    const before = await currentRevision(cluster);
    await wait('plan-verified', 120);
    const silent = await result('plan-verified', 'Inconclusive');
    expect(firstCheckOf(silent)?.message).toBe(`Nobody has set the condition ${type} yet`);
    await say('plan-verified', [condition('False', '3 of 5 requests failed')]);
    const failing = await result('plan-verified', 'Failed');
    expect(firstCheckOf(failing)?.message).toBe(`The condition ${type} is False: SmokeTest, 3 of 5 requests failed`);
    await say('plan-verified', [condition('Unknown', 'again')]);
    await result('plan-verified', 'Inconclusive');
    await say('plan-verified', [condition('True', 'all is well')]);
    const plan = await untilPlanPhase(cluster, 'plan-verified', 'Succeeded');
    expect(firstCheckOf(plan)).toMatchObject({ result: 'Passed', message: expect.stringContaining('all is well') });
    const versions = versionsOf(await historySince(cluster, before), 'RemediationPlan', 'plan-verified', namespace);
    const conditionsOf = ({ object }: Version) => (object as unknown as RemediationPlan).status?.conditions ?? [];
    const said = versions.map((version) => conditionsOf(version).some((one) => one.type === type));
    expect(said).toEqual(said.toSorted((a, b) => Number(a) - Number(b))); // once there it is never lost
    expect(new Set(said)).toEqual(new Set([false, true]));
  });

  test('counts what was said before the plan was first seen', async () => {
    await operator.stop();
    await wait('plan-early', 120);
    await say('plan-early', [condition('True', 'from the start')]);
    operator = await startOperator(cluster, { defaults: { pollSeconds: 300 } });
    await operator.ready();
    const plan = await untilPlanPhase(cluster, 'plan-early', 'Succeeded');
    expect(plan.status?.conditions).toContainEqual(expect.objectContaining({ type, status: 'True', message: 'from the start' }));
  });

  test('fails the plan when nobody says anything in time', async () => {
    await wait('plan-unverified', 2);
    const plan = await untilPlanPhase(cluster, 'plan-unverified', 'RolledBack');
    expect(plan.status?.message).toContain(`external_condition (verified): could not be read: Nobody has set the condition ${type} yet`);
  });

  test('is NotApplicable where no plan asks', async () => {
    expect(await reader.check('external_condition', [], { parameters: { conditionType: type } })).toMatchObject({
      result: 'NotApplicable',
    });
  });

  test('leaves the engine room: a ninth foreign condition is refused', async () => {
    await wait('plan-crowded', 120);
    const many = (count: number) => Array.from({ length: count }, (_, n) => condition('Unknown', '', `example.com/Number${n}`));
    await say('plan-crowded', many(8));
    await expect(say('plan-crowded', many(9))).rejects.toThrow(/at most 8 conditions that are not the engine's/);
    await kubectl(cluster, ['patch', 'rplan', '-n', namespace, 'plan-crowded', '--type=merge', '-p', '{"spec":{"cancel":"Stop"}}']);
    await untilPlanPhase(cluster, 'plan-crowded', 'Cancelled');
  });

  test('gives its verifier no other right', async () => {
    const patch = ['patch', 'rplan', '-n', namespace, 'plan-verified', '--type=merge', '-p', '{"spec":{"suspend":true}}'];
    await expect(kubectl(cluster, patch, { kubeconfig: verifier })).rejects.toThrow(/forbidden/i);
  });
});
