import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { applyPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { request, untilAction, untilEnded } from './actions.ts';
import { createIllNode } from './failing-plan.ts';

const illNode = 'cordons-ill';
let cluster: WorkerCluster;
let operator: Operator;
let position: number;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createIllNode(cluster, illNode);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(() => operator.stop());

beforeEach(async () => {
  position = await auditPosition(cluster);
});

/** Writes of the engine on the node in this test. */
async function writesOn(node: string): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position));
  return entries.filter(({ user, resource, name }) => user === engineUser && resource === 'nodes' && name === node).map(({ verb }) => verb);
}

test('cordon_node leaves the cordon of a person as it is, and uncordon_node a node without one: nothing is written', async () => {
  await createNodes(cluster, [{ name: 'cordons-1' }, { name: 'cordons-2' }]);
  await kubectl(cluster, ['cordon', 'cordons-1']);
  await request(cluster, { name: 'cordons-1', operation: 'cordon_node', target: 'Node/cordons-1' });
  await request(cluster, { name: 'cordons-2', operation: 'uncordon_node', target: 'Node/cordons-2' });
  for (const name of ['cordons-1', 'cordons-2']) {
    expect((await untilEnded(cluster, name)).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await writesOn(name)).toEqual([]);
  }
  expect((await getNode(cluster, 'cordons-1')).spec.unschedulable).toBe(true);
});

describe('a plan with uncordon_node that did not help', () => {
  const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step, result }) => `${step} ${result}`);

  /** A node that the engine has cordoned, uncordoned by a plan whose checkpoint never passes. */
  async function hopelessPlan(node: string, seconds: number): Promise<void> {
    await createNodes(cluster, [{ name: node }]);
    await request(cluster, { name: `${node}-cordon`, operation: 'cordon_node', target: `Node/${node}` });
    await untilAction(cluster, `${node}-cordon`, ({ metadata, status }) => status?.phase === 'Succeeded' && !metadata.finalizers);
    const targets = [{ apiVersion: 'v1', kind: 'Node', name: illNode }];
    await applyPlan(cluster, {
      name: `plan-${node}`,
      steps: [{ operation: 'uncordon_node', target: `Node/${node}` }],
      checkpoints: [buildCheckpoint('infrastructure', 1, ['no_node_pressure'], { timeoutSeconds: seconds, targets })],
    });
  }

  test('cordons the node again, as it was', async () => {
    await hopelessPlan('cordons-3', 2);
    const plan = await untilPlanEnded(cluster, 'plan-cordons-3');
    expect(plan.status?.phase).toBe('RolledBack');
    expect(rows(plan)).toEqual(['step-1 Undone']);
    expect((await getNode(cluster, 'cordons-3')).spec.unschedulable).toBe(true);
    // cordon, end of its claim, uncordon, cordon again
    expect((await writesOn('cordons-3')).slice(0, 4)).toEqual(['patch', 'patch', 'patch', 'patch']);
  });

  test('leaves alone a cordon that a person has made since, and says so', async () => {
    await hopelessPlan('cordons-4', 20);
    await untilAction(cluster, 'act-cordons-4-01', ({ status }) => status?.phase === 'Succeeded');
    const before = await auditPosition(cluster);
    await kubectl(cluster, ['cordon', 'cordons-4']);
    const plan = await untilPlanEnded(cluster, 'plan-cordons-4');
    expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
    expect(rows(plan)).toEqual(['step-1 Drifted']);
    position = before;
    expect(await writesOn('cordons-4')).toEqual([]);
    expect((await getNode(cluster, 'cordons-4')).spec.unschedulable).toBe(true);
  });
});
