import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Target } from '../../operator/api/generated/types.ts';
import { monitorClusterOperator } from '../../operator/operations/monitor-cluster-operator.ts';
import { monitorMco } from '../../operator/operations/monitor-mco.ts';
import { configured } from '../../operator/testing/cluster-objects.ts';
import { operationContext } from '../../operator/testing/operation-context.ts';
import { target } from '../../operator/testing/targets.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { makeReader, remove, setStatus, untilVerdict, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let reader: Reader;
let withoutPools: Reader;
let withoutOperators: Reader;
const node = target('Node/checks-mco');
const pool = target('MachineConfigPool/checks');
const operator = target('ClusterOperator/checks');
const label = 'node-role.kubernetes.io/checks';

const written = (conditions: Readonly<Record<string, string>>) =>
  Object.entries(conditions).map(([type, status]) => ({
    type,
    status,
    reason: 'SetByTest',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  }));

const setPool = (updated: number, conditions: Readonly<Record<string, string>>): Promise<void> =>
  setStatus(cluster, '/apis/machineconfiguration.openshift.io/v1/machineconfigpools/checks', {
    configuration: {},
    machineCount: 1,
    updatedMachineCount: updated,
    readyMachineCount: updated,
    unavailableMachineCount: 0,
    degradedMachineCount: conditions['Degraded'] === 'True' ? 1 : 0,
    conditions: written(conditions),
  });

const setOperator = (conditions: Readonly<Record<string, string>>): Promise<void> =>
  setStatus(cluster, '/apis/config.openshift.io/v1/clusteroperators/checks', { conditions: written(conditions) });

const done = { Updated: 'True', Updating: 'False', Degraded: 'False' };
const updating = { Updated: 'False', Updating: 'True', Degraded: 'False' };
const degraded = { Updated: 'False', Updating: 'True', Degraded: 'True' };
const available = { Available: 'True', Degraded: 'False', Progressing: 'False' };

beforeAll(async () => {
  cluster = await workerCluster();
  reader = await makeReader(cluster);
  withoutPools = await makeReader(cluster, { without: 'machineconfigpools' });
  withoutOperators = await makeReader(cluster, { without: 'clusteroperators' });
  await removeOpenshiftCrds(cluster);
  await createNodes(cluster, [{ name: node.name, labels: { [label]: '' }, annotations: configured() }]);
});

afterAll(async () => {
  await Promise.all([reader, withoutPools, withoutOperators].map((one) => one.close()));
  await removeOpenshiftCrds(cluster);
  await remove(cluster, [`/api/v1/nodes/${node.name}`]);
});

describe('where the APIs of OpenShift are not installed', () => {
  test.each<{ type: 'mco_stable' | 'openshift_operators_ready'; on: Target; api: string }>([
    { type: 'mco_stable', on: node, api: 'machineconfigpools' },
    { type: 'mco_stable', on: pool, api: 'machineconfigpools' },
    { type: 'openshift_operators_ready', on: operator, api: 'clusteroperators' },
  ])('$type is NotApplicable to $on.kind', async ({ type, on, api }) => {
    expect(await reader.check(type, [on])).toEqual({ result: 'NotApplicable', message: `The API of ${api} is not installed` });
  });

  test('the monitors are refused as NotApplicable', async () => {
    const refusal = { kind: 'refused', reason: 'NotApplicable' };
    expect(await monitorMco.inspect(operationContext(reader.client, `Node/${node.name}`))).toMatchObject(refusal);
    expect(await monitorClusterOperator.inspect(operationContext(reader.client, 'ClusterOperator/checks'))).toMatchObject(refusal);
  });
});

describe('on the real CRDs of OpenShift', () => {
  beforeAll(async () => {
    await applyOpenshiftCrds(cluster);
    await applyObjects(cluster, [
      {
        apiVersion: pool.apiVersion,
        kind: pool.kind,
        metadata: { name: pool.name },
        spec: { nodeSelector: { matchLabels: { [label]: '' } }, machineConfigSelector: {}, configuration: {} },
      },
      { apiVersion: operator.apiVersion, kind: operator.kind, metadata: { name: operator.name }, spec: {} },
    ]);
    await setPool(1, done);
    await setOperator(available);
    await untilVerdict(() => reader.check('mco_stable', [pool]), 'Passed'); // the new kinds are served everywhere
  });

  test('mco_stable is Passed when the pool of the node and the pool itself have rolled out', async () => {
    const message = 'MachineConfigPool checks is updated';
    expect(await reader.check('mco_stable', [pool])).toEqual({ result: 'Passed', message });
    expect((await reader.check('mco_stable', [node])).message).toBe(`${message}; Node checks-mco has its desired machine configuration`);
    expect(await monitorMco.settled?.(operationContext(reader.client, `Node/${node.name}`))).toMatchObject({ kind: 'done' });
  });

  test('mco_stable is Failed while the pool updates, and its monitor goes on', async () => {
    await setPool(0, updating);
    const message = 'MachineConfigPool checks is not updated yet';
    expect(await reader.check('mco_stable', [node])).toEqual({ result: 'Failed', message });
    expect(await monitorMco.settled?.(operationContext(reader.client, `Node/${node.name}`))).toEqual({ kind: 'working', message });
  });

  test('mco_stable is Failed when the pool is degraded, and so is its monitor', async () => {
    await setPool(0, degraded);
    expect(await reader.check('mco_stable', [pool])).toEqual({ result: 'Failed', message: 'MachineConfigPool checks is degraded' });
    const look = await monitorMco.settled?.(operationContext(reader.client, 'MachineConfigPool/checks'));
    expect(look).toMatchObject({ kind: 'failed', reason: 'PoolDegraded' });
  });

  test('mco_stable is Inconclusive without the right to list MachineConfigPools', async () => {
    const verdict = await withoutPools.check('mco_stable', [node]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not list machineconfigpools: the role does not allow it' });
  });

  test('mco_stable is NotApplicable when no pool covers the node', async () => {
    await createNodes(cluster, [{ name: 'checks-free' }]);
    const verdict = await reader.check('mco_stable', [target('Node/checks-free')]);
    expect(verdict).toEqual({ result: 'NotApplicable', message: 'No MachineConfigPool covers Node checks-free' });
    await remove(cluster, ['/api/v1/nodes/checks-free']);
  });

  test('openshift_operators_ready is Passed when the operator is available', async () => {
    const message = 'ClusterOperator checks is available';
    expect(await reader.check('openshift_operators_ready', [operator])).toEqual({ result: 'Passed', message });
    const look = await monitorClusterOperator.settled?.(operationContext(reader.client, 'ClusterOperator/checks'));
    expect(look).toEqual({ kind: 'done', message });
  });

  test('openshift_operators_ready is Failed when the operator is degraded, and its monitor goes on', async () => {
    await setOperator({ ...available, Degraded: 'True' });
    const message = 'ClusterOperator checks is degraded';
    expect(await reader.check('openshift_operators_ready', [operator])).toEqual({ result: 'Failed', message });
    const look = await monitorClusterOperator.settled?.(operationContext(reader.client, 'ClusterOperator/checks'));
    expect(look).toEqual({ kind: 'working', message });
  });

  test('openshift_operators_ready is Inconclusive without the right to get ClusterOperators', async () => {
    const verdict = await withoutOperators.check('openshift_operators_ready', [operator]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get clusteroperators: the role does not allow it' });
  });

  test('networking_functional is Failed with the network operator', async () => {
    await applyObjects(cluster, [{ apiVersion: operator.apiVersion, kind: operator.kind, metadata: { name: 'network' }, spec: {} }]);
    const verdict = await reader.check('networking_functional', [node]);
    expect(verdict).toEqual({ result: 'Failed', message: 'ClusterOperator network is not available' });
  });
});
