import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { target } from '../../operator/testing/targets.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { makeReader, remove, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let reader: Reader;
let blind: Reader;
const well = target('Node/checks-well');
const ill = target('Node/checks-ill');
const dead = target('Node/checks-dead');
const workload = target('Deployment/checks/pay');

beforeAll(async () => {
  cluster = await workerCluster();
  reader = await makeReader(cluster);
  blind = await makeReader(cluster, { without: 'nodes' });
  await createNodes(cluster, [{ name: well.name }, { name: ill.name }, { name: dead.name, kubelet: false }]);
  await setNodeCondition(cluster, ill.name, { type: 'Ready', status: 'False' });
  await setNodeCondition(cluster, ill.name, { type: 'MemoryPressure', status: 'True' });
});

afterAll(async () => {
  await Promise.all([reader.close(), blind.close()]);
  await remove(
    cluster,
    [well, ill, dead].map(({ name }) => `/api/v1/nodes/${name}`),
  );
});

describe('node_ready on a real API server', () => {
  test('Passed when the target node is Ready, whatever another is', async () => {
    expect(await reader.check('node_ready', [well])).toEqual({ result: 'Passed', message: 'Node checks-well is Ready' });
  });

  test('Failed when a target node is not Ready, does not report or does not exist', async () => {
    const verdict = await reader.check('node_ready', [well, ill, dead, target('Node/checks-none')]);
    expect(verdict).toEqual({
      result: 'Failed',
      message: 'Node checks-dead does not report whether it is Ready; Node checks-ill is not Ready; Node checks-none does not exist',
    });
  });

  test('Inconclusive without the right to get nodes', async () => {
    const verdict = await blind.check('node_ready', [well]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get nodes: the role does not allow it' });
  });

  test('NotApplicable when no target is a node', async () => {
    expect(await reader.check('node_ready', [workload])).toEqual({ result: 'NotApplicable', message: 'No target is a Node' });
  });
});

describe('no_node_pressure on a real API server', () => {
  test('Passed when the target node has none, whatever another has', async () => {
    expect(await reader.check('no_node_pressure', [well])).toEqual({ result: 'Passed', message: 'Node checks-well has no pressure' });
  });

  test('Failed when a target node is short of memory', async () => {
    const verdict = await reader.check('no_node_pressure', [well, ill]);
    expect(verdict).toEqual({ result: 'Failed', message: 'Node checks-ill has MemoryPressure' });
  });

  test('Inconclusive without the right to get nodes', async () => {
    const verdict = await blind.check('no_node_pressure', [well]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get nodes: the role does not allow it' });
  });

  test('NotApplicable when no target is a node', async () => {
    expect((await reader.check('no_node_pressure', [workload])).result).toBe('NotApplicable');
  });
});
