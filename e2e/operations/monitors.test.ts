import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setStatus } from '../checks/reader.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { machineConfigPool } from '../harness/machine-config-operator.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilAction, untilEnded } from './actions.ts';

let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyOpenshiftCrds(cluster);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 0.5 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await removeOpenshiftCrds(cluster);
}, 200_000);

const conditionsOf = (conditions: Readonly<Record<string, string>>) =>
  Object.entries(conditions).map(([type, status]) => ({
    type,
    status,
    reason: 'Set',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  }));

const pool = {
  operation: 'monitor_mco',
  type: 'node_remediation',
  kind: 'MachineConfigPool',
  create: (name: string) => machineConfigPool(name),
  report: (name: string, state: State) => {
    const done = state === 'well';
    const degraded = state === 'degraded';
    const is = (yes: boolean): string => (yes ? 'True' : 'False');
    return setStatus(cluster, `/apis/machineconfiguration.openshift.io/v1/machineconfigpools/${name}`, {
      configuration: {},
      machineCount: 2,
      updatedMachineCount: done ? 2 : 1,
      readyMachineCount: done ? 2 : 1,
      unavailableMachineCount: done ? 0 : 1,
      degradedMachineCount: degraded ? 1 : 0,
      conditions: conditionsOf({ Updated: is(done), Updating: is(!done), Degraded: is(degraded) }),
    });
  },
} as const;

const clusterOperator = {
  operation: 'monitor_cluster_operator',
  type: 'platform_remediation',
  kind: 'ClusterOperator',
  create: (name: string) => ({ apiVersion: 'config.openshift.io/v1', kind: 'ClusterOperator', metadata: { name }, spec: {} }),
  report: (name: string, state: State) => {
    const conditions = {
      Available: 'True',
      Progressing: state === 'progressing' ? 'True' : 'False',
      Degraded: state === 'degraded' ? 'True' : 'False',
    };
    return setStatus(cluster, `/apis/config.openshift.io/v1/clusteroperators/${name}`, { conditions: conditionsOf(conditions) });
  },
} as const;

type State = 'well' | 'progressing' | 'degraded';

/** The object in that state, watched by an action of its name. */
async function watched(one: typeof pool | typeof clusterOperator, name: string, state: State, more: object = {}): Promise<void> {
  await applyObjects(cluster, [one.create(name)]);
  await one.report(name, state);
  await request(cluster, { name, type: one.type, operation: one.operation, target: `${one.kind}/${name}`, ...more });
}

/** The action once it says that it waits for this. */
const untilSaid = (name: string, message: string) =>
  untilAction(cluster, name, ({ status }) => status?.message?.includes(message) ?? false);

describe.each([
  { one: pool, waits: 'is not updated yet', short: 'mcp' },
  { one: clusterOperator, waits: 'is progressing', short: 'co' },
] as const)('$one.operation', ({ one, waits, short }) => {
  test('waits while the target progresses, succeeds when it is well, and writes nothing', async () => {
    const position = await auditPosition(cluster);
    await watched(one, `${short}-progressing`, 'progressing');
    await untilSaid(`${short}-progressing`, waits);
    await one.report(`${short}-progressing`, 'well');
    expect((await untilEnded(cluster, `${short}-progressing`)).status).toMatchObject({ phase: 'Succeeded' });
    const writes = committedWrites(await auditSince(cluster, position)).filter(
      ({ user, group }) => user === engineUser && group.endsWith('openshift.io'),
    );
    expect(writes).toEqual([]);
  });

  test('fails when its time is over before that', async () => {
    await watched(one, `${short}-late`, 'progressing', { timeoutSeconds: 2 });
    expect((await untilEnded(cluster, `${short}-late`)).status).toMatchObject({ phase: 'Failed', reason: 'TimedOut' });
  });

  test('is refused when the target does not exist', async () => {
    await request(cluster, { name: `${short}-none`, type: one.type, operation: one.operation, target: `${one.kind}/none` });
    expect((await untilEnded(cluster, `${short}-none`)).status).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound' });
  });
});

test('monitor_mco fails as soon as the pool is degraded', async () => {
  await watched(pool, 'mcp-degraded', 'progressing');
  await untilSaid('mcp-degraded', 'is not updated yet');
  await pool.report('mcp-degraded', 'degraded');
  const { status } = await untilEnded(cluster, 'mcp-degraded');
  expect(status).toMatchObject({ phase: 'Failed', reason: 'PoolDegraded', message: 'MachineConfigPool mcp-degraded is degraded' });
});

test('monitor_cluster_operator goes on while the operator is degraded, since it may recover', async () => {
  await watched(clusterOperator, 'co-degraded', 'degraded');
  await untilSaid('co-degraded', 'is degraded');
  await clusterOperator.report('co-degraded', 'well');
  expect((await untilEnded(cluster, 'co-degraded')).status).toMatchObject({ phase: 'Succeeded' });
});
