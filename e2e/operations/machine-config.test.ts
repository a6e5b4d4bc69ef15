import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { findMachineConfig, getPool, machineConfig, untilPoolDegraded } from '../harness/machine-config-operator.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { applyPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { getAction, request, untilEnded } from './actions.ts';
import { expectSameEndWhenKilled } from './crash-contract.ts';
import { argumentsOf, breakPool, endPlaying, keptAs, newPool, setArgument, untilKept, wellPool } from './pools.ts';

jest.setTimeout(240_000);

let cluster: WorkerCluster;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyOpenshiftCrds(cluster);
  await createNodes(cluster, [{ name: 'pools-home' }]);
  await setNodeCondition(cluster, 'pools-home', { type: 'MemoryPressure', status: 'True' });
  const defaults = { operations: { rollback_machine_config: { waitSeconds: 0 } }, pollSeconds: 0.5 };
  bench = await openBench(cluster, { defaults });
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await endPlaying();
  await bench.stop();
  await removeOpenshiftCrds(cluster);
}, 200_000);

const rollBack = (pool: string, more: object = {}) =>
  request(cluster, { name: `rollback-${pool}`, operation: 'rollback_machine_config', target: `MachineConfigPool/${pool}`, ...more });

/** Writes of the engine on MachineConfigs since then. */
async function writesSince(position: number): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position));
  return entries
    .filter(({ user, resource }) => user === engineUser && resource === 'machineconfigs')
    .map(({ verb, name }) => `${verb} ${name}`);
}

describe('rollback_machine_config', () => {
  test('restores a MachineConfig that was edited and waits until the pool is updated', async () => {
    await wellPool(cluster, 'edited');
    const { spec } = await getPool(cluster, 'edited');
    await breakPool(cluster, 'edited');
    const position = await auditPosition(cluster);
    await rollBack('edited');
    const { status, metadata } = await untilEnded(cluster, 'rollback-edited', 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded', changes: [{ resource: 'MachineConfig/99-edited' }] });
    expect(await argumentsOf(cluster, '99-edited')).toEqual(['good']);
    expect((await getPool(cluster, 'edited')).status).toMatchObject({ configuration: { name: spec.configuration.name } });
    expect(await writesSince(position)).toEqual(['update 99-edited']);
    const kept = (await keptAs(cluster, 'undo')).filter(({ metadata: { ownerReferences } }) => ownerReferences?.[0]?.uid === metadata.uid);
    expect(kept).toMatchObject([{ data: { name: '99-edited', spec: { kernelArguments: ['broken'] } } }]);
  });

  test('keeps a MachineConfig of nearly a megabyte beside the action, and only its name in the status', async () => {
    const large = `data:,${'x'.repeat(900_000)}`;
    await wellPool(cluster, 'large');
    const path = '/apis/machineconfiguration.openshift.io/v1/machineconfigs/99-large';
    const config = { ignition: { version: '3.4.0' }, storage: { files: [{ path: '/etc/large', contents: { source: large } }] } };
    await api(cluster, { method: 'PATCH', path, body: { spec: { config } } });
    await untilKept(cluster, 'large');
    await breakPool(cluster, 'large');
    await rollBack('large');
    const { status } = await untilEnded(cluster, 'rollback-large', 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded' });
    expect(JSON.stringify(status).length).toBeLessThan(4096);
    expect((await findMachineConfig(cluster, '99-large'))?.spec).toEqual({ config, kernelArguments: ['good'] });
  });

  test('makes one anew that was removed and removes one that was added', async () => {
    await wellPool(cluster, 'mixed');
    await applyObjects(cluster, [machineConfig('mixed', '98-mixed', 'broken')]);
    await kubectl(cluster, ['delete', 'machineconfig', '99-mixed']);
    await untilPoolDegraded(cluster, 'mixed');
    const position = await auditPosition(cluster);
    await rollBack('mixed');
    expect((await untilEnded(cluster, 'rollback-mixed', 60_000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(await argumentsOf(cluster, '99-mixed')).toEqual(['good']);
    expect(await findMachineConfig(cluster, '98-mixed')).toBeUndefined();
    expect((await writesSince(position)).toSorted()).toEqual(['create 99-mixed', 'delete 98-mixed']);
  });

  test('has nothing to do in a pool that is not degraded, and its step is skipped', async () => {
    await wellPool(cluster, 'healthy');
    const position = await auditPosition(cluster);
    await rollBack('healthy');
    expect((await untilEnded(cluster, 'rollback-healthy')).status).toMatchObject({ phase: 'Succeeded', reason: 'NotDegraded' });
    await hopelessPlan('healthy');
    const { status } = await untilPlanEnded(cluster, 'plan-healthy');
    expect(status?.steps).toMatchObject([{ phase: 'Skipped', reason: 'NotDegraded' }]);
    expect(await writesSince(position)).toEqual([]);
  });

  test.each<{ when: string; pool: string; reason: string; scene: (pool: string) => Promise<unknown> }>([
    {
      when: 'the pool was never seen well',
      pool: 'unseen',
      reason: 'NoKnownGood',
      scene: async (pool) => {
        await newPool(cluster, pool, 'broken');
        await untilPoolDegraded(cluster, pool);
      },
    },
    {
      when: 'the pool is paused',
      pool: 'paused',
      reason: 'RolloutPaused',
      scene: async (pool) => {
        await wellPool(cluster, pool);
        await breakPool(cluster, pool);
        await kubectl(cluster, ['patch', 'mcp', pool, '--type=merge', '-p', '{"spec":{"paused":true}}']);
      },
    },
    {
      when: 'a controller makes the MachineConfig',
      pool: 'made',
      reason: 'ManagedByOther',
      scene: async (pool) => {
        await wellPool(cluster, pool);
        await breakPool(cluster, pool);
        const owner = { apiVersion: 'v1', kind: 'KubeletConfig', name: 'tuned', uid: 'x', controller: true };
        const patch = JSON.stringify({ metadata: { ownerReferences: [owner] } });
        await kubectl(cluster, ['patch', 'machineconfig', `99-${pool}`, '--type=merge', '-p', patch]);
      },
    },
  ])('is refused with $reason when $when', async ({ pool, reason, scene }) => {
    await scene(pool);
    const position = await auditPosition(cluster);
    await rollBack(pool);
    expect((await untilEnded(cluster, `rollback-${pool}`)).status).toMatchObject({ phase: 'Failed', reason });
    expect(await writesSince(position)).toEqual([]);
  });

  test('is refused before anything starts when it is given parameters', async () => {
    await rollBack('nothing', { parameters: { force: true } });
    expect((await untilEnded(cluster, 'rollback-nothing')).status).toMatchObject({
      phase: 'Rejected',
      reason: 'InvalidParameters',
      message: 'spec.parameters.force is not a known parameter.',
    });
  });
});

/** A rollback of the pool and then a checkpoint that never passes. */
async function hopelessPlan(pool: string, timeoutSeconds = 3): Promise<void> {
  const steps = [{ operation: 'rollback_machine_config' as const, target: `MachineConfigPool/${pool}`, undo: 'Reversible' as const }];
  const targets = [{ apiVersion: 'v1', kind: 'Node', name: 'pools-home' }];
  const checkpoints = [buildCheckpoint('infrastructure', 1, ['no_node_pressure'], { timeoutSeconds, targets })];
  await applyPlan(cluster, { name: `plan-${pool}`, steps, checkpoints });
}

describe('its undo', () => {
  test('puts back what was there before', async () => {
    await wellPool(cluster, 'undone');
    await applyObjects(cluster, [machineConfig('undone', '98-undone', 'extra')]);
    await breakPool(cluster, 'undone');
    const position = await auditPosition(cluster);
    await hopelessPlan('undone');
    expect((await untilPlanEnded(cluster, 'plan-undone')).status).toMatchObject({ phase: 'RolledBack', rollback: [{ result: 'Undone' }] });
    expect([await argumentsOf(cluster, '98-undone'), await argumentsOf(cluster, '99-undone')]).toEqual([['extra'], ['broken']]);
    expect(await writesSince(position)).toEqual(['delete 98-undone', 'update 99-undone', 'create 98-undone', 'update 99-undone']);
  });

  test('leaves alone what somebody else has changed since', async () => {
    await wellPool(cluster, 'drifted');
    await breakPool(cluster, 'drifted');
    await hopelessPlan('drifted', 20);
    const isDone = async () => (await getAction(cluster, 'act-drifted-01')).status?.phase === 'Succeeded';
    await eventually(isDone, { within: 60_000, describe: 'the rollback is done' });
    const position = await auditPosition(cluster);
    await setArgument(cluster, '99-drifted', 'other');
    const { status } = await untilPlanEnded(cluster, 'plan-drifted');
    expect(status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial', rollback: [{ result: 'Drifted' }] });
    expect(await argumentsOf(cluster, '99-drifted')).toEqual(['other']);
    expect(await writesSince(position)).toEqual([]);
  });
});

test('a rollback ends alike and is made once wherever the operator is killed', async () => {
  await expectSameEndWhenKilled(cluster, bench, {
    prepare: async (id) => {
      await wellPool(cluster, id);
      await breakPool(cluster, id);
      return { operation: 'rollback_machine_config', target: `MachineConfigPool/${id}` };
    },
    effect: (id) => ({ verb: 'update', resource: 'machineconfigs', name: `99-${id}` }),
    state: async (id) => ({
      argument: await argumentsOf(cluster, `99-${id}`),
      status: (await getPool(cluster, id)).status?.conditions?.length,
    }),
    within: 90_000,
  });
});
