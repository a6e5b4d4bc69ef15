import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targetString } from '../../operator/api/target.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { applyCapacityCrds, removeCapacityCrds } from '../harness/capacity-crds.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { createGroup, getGroup, machinesNamespace, playMachineProvider, type MachineGroup } from '../harness/machine-provider.ts';
import { createNodes, isReady, setNodeCondition, untilNode } from '../harness/nodes.ts';
import type { Playing } from '../harness/play.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { applyPlan, pathOf as pathOfOurs, report, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { getAction, request, untilAction, untilEnded } from './actions.ts';
import { expectSameEndWhenKilled } from './crash-contract.ts';

let cluster: WorkerCluster;
let bench: Bench;
const played: Playing[] = [];

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeCapacityCrds(cluster);
  await createNodes(cluster, [{ name: 'capacity-home' }]);
  await setNodeCondition(cluster, 'capacity-home', { type: 'MemoryPressure', status: 'True' });
  bench = await openBench(cluster, { defaults: { pollSeconds: 0.5 } });
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await Promise.all(played.map((one) => one.stop()));
  await bench.stop();
  await removeCapacityCrds(cluster);
}, 200_000);

const pathOf = ({ kind, name }: MachineGroup): string => (kind === 'NodePool' ? `${kind}/${name}` : `${kind}/${machinesNamespace}/${name}`);
const grow = (group: MachineGroup, parameters: Record<string, unknown>) =>
  request(cluster, { name: `grow-${group.name}`, operation: 'add_node_capacity', target: pathOf(group), parameters });
const replicasOf = async (group: MachineGroup) => (await getGroup(cluster, group)).spec.replicas;

async function provided(group: MachineGroup, how = {}): Promise<MachineGroup> {
  await createGroup(cluster, { replicas: 1, ...group });
  played.push(await playMachineProvider(cluster, group, how));
  return group;
}

/** Writes of the engine on groups of machines since then. */
async function writesSince(position: number): Promise<string[]> {
  const kinds = ['machinesets', 'machinedeployments', 'nodepools'];
  return committedWrites(await auditSince(cluster, position))
    .filter(({ user, resource }) => user === engineUser && kinds.includes(resource))
    .map(({ verb, resource, subresource, name }) => `${verb} ${resource}/${subresource} ${name}`);
}

test.each<MachineGroup>([
  { kind: 'MachineSet', name: 'no-api-1' },
  { kind: 'MachineDeployment', name: 'no-api-2' },
  { kind: 'NodePool', name: 'no-api-3' },
])('add_node_capacity does not apply where there is no API of $kind, and is tried once', async (group) => {
  await grow(group, { replicas: 2 });
  const { status } = await untilEnded(cluster, `grow-${group.name}`);
  expect(status).toMatchObject({ phase: 'Failed', reason: 'NotApplicable', message: `The API of ${group.kind} is not installed.` });
});

describe('on the real CRDs, add_node_capacity', () => {
  beforeAll(async () => {
    await applyCapacityCrds(cluster);
  });

  test.each<MachineGroup & { resource: string }>([
    { kind: 'MachineSet', name: 'set', resource: 'machinesets' },
    { kind: 'MachineDeployment', name: 'deployment', resource: 'machinedeployments' },
    { kind: 'NodePool', name: 'pool', resource: 'nodepools' },
  ])('asks a $kind for one more and is done when its node is Ready', async ({ kind, name, resource }) => {
    const group = await provided({ kind, name });
    const position = await auditPosition(cluster);
    await grow(group, { replicas: 2 });
    const { status } = await untilEnded(cluster, `grow-${name}`);
    expect(status).toMatchObject({ phase: 'Succeeded', before: { replicas: 1 }, result: { nodes: [`${name}-2`] } });
    await untilNode(cluster, `${name}-2`, isReady);
    expect(await writesSince(position)).toEqual([`update ${resource}/scale ${name}`]);
  });

  test('writes nothing where there are as many already', async () => {
    const group = await provided({ kind: 'MachineSet', name: 'enough', replicas: 2 });
    const position = await auditPosition(cluster);
    await grow(group, { replicas: 2 });
    expect((await untilEnded(cluster, 'grow-enough')).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await writesSince(position)).toEqual([]);
  });

  test('fails and takes the number back when the machine comes to nothing', async () => {
    const group = await provided({ kind: 'MachineSet', name: 'failing' }, { failing: true });
    await grow(group, { replicas: 2 });
    const { status } = await untilEnded(cluster, 'grow-failing');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'RolloutFailed', message: 'Machine failing-2 failed: no quota is left' });
    expect(await replicasOf(group)).toBe(1);
  });

  test.each<{ when: string; group: MachineGroup; replicas: number; reason: string }>([
    { when: 'Karpenter decides by itself', group: { kind: 'NodePool', name: 'dynamic' }, replicas: 2, reason: 'NotApplicable' },
    {
      when: 'the autoscaler decides',
      group: {
        kind: 'MachineSet',
        name: 'scaled',
        replicas: 1,
        annotations: { 'machine.openshift.io/cluster-api-autoscaler-node-group-max-size': '4' },
      },
      replicas: 2,
      reason: 'ManagedByOther',
    },
    { when: 'it is too much at once', group: { kind: 'MachineSet', name: 'much', replicas: 1 }, replicas: 9, reason: 'AboveMaxReplicas' },
  ])('is refused with $reason when $when', async ({ group, replicas, reason }) => {
    await createGroup(cluster, group);
    const position = await auditPosition(cluster);
    await grow(group, { replicas });
    expect((await untilEnded(cluster, `grow-${group.name}`)).status).toMatchObject({ phase: 'Failed', reason });
    expect(await writesSince(position)).toEqual([]);
  });

  test.each([
    { parameters: {}, fault: 'spec.parameters.replicas is required.' },
    { parameters: { replicas: 0 }, fault: 'spec.parameters.replicas must be >= 1.' },
    { parameters: { replicas: 2, force: true }, fault: 'spec.parameters.force is not a known parameter.' },
  ])('is refused before anything starts: $fault', async ({ parameters, fault }) => {
    const name = `bad-${Object.keys(parameters).length}-${'replicas' in parameters ? String(parameters.replicas) : 'none'}`;
    await grow({ kind: 'MachineSet', name }, parameters);
    const { status } = await untilEnded(cluster, `grow-${name}`);
    expect(status).toMatchObject({ phase: 'Rejected', reason: 'InvalidParameters', message: fault });
  });
});

describe('its undo', () => {
  /** One more node and then a checkpoint that never passes. */
  async function hopelessPlan(group: MachineGroup, timeoutSeconds = 3): Promise<void> {
    const steps = [
      { operation: 'add_node_capacity' as const, target: pathOf(group), parameters: { replicas: 2 }, undo: 'Reversible' as const },
    ];
    const targets = [{ apiVersion: 'v1', kind: 'Node', name: 'capacity-home' }];
    const checkpoints = [buildCheckpoint('infrastructure', 1, ['no_node_pressure'], { timeoutSeconds, targets })];
    await applyPlan(cluster, { name: `plan-${group.name}`, steps, checkpoints });
  }

  test('sets the number back', async () => {
    const group = await provided({ kind: 'MachineSet', name: 'undone' });
    await hopelessPlan(group);
    expect((await untilPlanEnded(cluster, `plan-${group.name}`)).status).toMatchObject({
      phase: 'RolledBack',
      rollback: [{ result: 'Undone' }],
    });
    expect(await replicasOf(group)).toBe(1);
  });

  test('leaves a number that somebody else has set since', async () => {
    const group = await provided({ kind: 'MachineSet', name: 'drifted' });
    await hopelessPlan(group, 20);
    await untilAction(cluster, 'act-drifted-01', ({ status }) => status?.phase === 'Succeeded');
    const path = `/apis/machine.openshift.io/v1beta1/namespaces/${machinesNamespace}/machinesets/drifted`;
    await api(cluster, { method: 'PATCH', path, body: { spec: { replicas: 3 } } });
    const { status } = await untilPlanEnded(cluster, `plan-${group.name}`);
    expect(status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial', rollback: [{ result: 'Drifted' }] });
    expect((await getAction(cluster, 'act-drifted-01-undo')).status).toMatchObject({ reason: 'Drifted' });
    expect(await replicasOf(group)).toBe(3);
  });
});

test.each<MachineGroup>([
  { kind: 'MachineSet', name: 'planned-set' },
  { kind: 'MachineDeployment', name: 'planned-deployment' },
  { kind: 'NodePool', name: 'planned-pool' },
])('a plan for a node of a $kind that is under pressure drains it and asks for another one', async ({ kind, name }) => {
  const group = await provided({ kind, name });
  await setNodeCondition(cluster, `${name}-1`, { type: 'MemoryPressure', status: 'True' });
  await report(cluster, { name: `anom-${name}`, targets: [`Node/${name}-1`], mode: 'Approval' });
  const plan = await untilPlan(cluster, `plan-${name}`, ({ status }) => status?.phase === 'AwaitingApproval');
  const steps = plan.spec.steps.map(({ action: { operation, target, parameters } }) => [operation, targetString(target), parameters ?? {}]);
  expect(steps).toEqual([
    ['drain_node', `Node/${name}-1`, {}],
    ['add_node_capacity', pathOf(group), { replicas: 2 }],
  ]);
  await api(cluster, { method: 'PATCH', path: pathOfOurs('remediationplans', `plan-${name}`), body: { spec: { cancel: 'Stop' } } });
  await untilPlanEnded(cluster, `plan-${name}`);
});

test('one more node is asked for once wherever the operator is killed', async () => {
  await expectSameEndWhenKilled(cluster, bench, {
    prepare: async (id) => {
      const group = await provided({ kind: 'MachineSet', name: id });
      return { operation: 'add_node_capacity', target: pathOf(group), parameters: { replicas: 2 } };
    },
    effect: (name) => ({ verb: 'update', resource: 'machinesets', subresource: 'scale', name }),
    state: (name) => replicasOf({ kind: 'MachineSet', name }),
  });
});
