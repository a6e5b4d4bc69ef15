import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { target } from '../../operator/testing/targets.ts';
import type { Cluster } from '../harness/cluster.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { makeReader, remove, setStatus, untilVerdict, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let reader: Reader;
let withoutPods: Reader;
let withoutSlices: Reader;
const namespace = 'checks-shop';
const node = 'checks-workloads';
const pay = target(`Deployment/${namespace}/pay`);
const alone = target(`Deployment/${namespace}/alone`);
const ill = target(`Deployment/${namespace}/ill`);
const service = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});

/** True afterwards: the kubelet says that this pod of the Deployment is not Ready, and its container is as given. */
async function spoilOnePod(at: Cluster, app: string, container: object): Promise<string> {
  const [pod] = await podsOf(at, namespace, app);
  if (!pod) throw new Error(`${app} has no pod`);
  const status = { name: 'main', image: 'registry.invalid/nothing:1', imageID: '', ready: false, restartCount: 1, ...container };
  const notReady = ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'False' }));
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}`;
  await setStatus(at, path, { conditions: notReady, containerStatuses: [status] });
  return pod.metadata.name;
}

beforeAll(async () => {
  cluster = await workerCluster();
  reader = await makeReader(cluster);
  withoutPods = await makeReader(cluster, { without: 'pods' });
  withoutSlices = await makeReader(cluster, { without: 'endpointslices' });
  await createNodes(cluster, [{ name: node }]);
  for (const name of ['pay', 'alone', 'ill']) {
    await createDeployment(cluster, { namespace, name, replicas: 2, node });
    await untilRolledOut(cluster, namespace, name);
  }
  await applyObjects(cluster, ['pay', 'ill'].map(service));
}, 180_000);

afterAll(async () => {
  await Promise.all([reader, withoutPods, withoutSlices].map((one) => one.close()));
  await remove(cluster, [`/api/v1/namespaces/${namespace}`, `/api/v1/nodes/${node}`]);
}, 90_000);

describe('pods_running on a real API server', () => {
  test('Passed when every pod is updated and ready, also for a pod of the workload', async () => {
    const [pod] = await podsOf(cluster, namespace, 'pay');
    const expected = { result: 'Passed', message: `every pod of Deployment ${namespace}/pay is updated and ready` };
    expect(await reader.check('pods_running', [pay])).toEqual(expected);
    expect(await reader.check('pods_running', [target(`Pod/${namespace}/${pod?.metadata.name}`)])).toEqual(expected);
  });

  test('Failed when a container of a target restarts over and over, whatever other workloads do', async () => {
    const pod = await spoilOnePod(cluster, 'ill', { state: { waiting: { reason: 'CrashLoopBackOff' } } });
    const verdict = await untilVerdict(() => reader.check('pods_running', [pay, ill]), 'Failed');
    expect(verdict.message).toBe(`container main of Pod ${namespace}/${pod} is in CrashLoopBackOff`);
    expect((await reader.check('pods_running', [pay])).result).toBe('Passed');
  });

  test('Failed when a container ended after the step, Passed when before', async () => {
    const finishedAt = '2026-01-01T10:00:05Z';
    const [pod] = await podsOf(cluster, namespace, 'alone');
    const running = { name: 'main', image: 'i', imageID: '', ready: true, restartCount: 1, state: { running: { startedAt: finishedAt } } };
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: finishedAt, finishedAt } };
    await setStatus(cluster, `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name}`, {
      containerStatuses: [{ ...running, lastState }],
    });
    expect((await reader.check('pods_running', [alone], new Date('2026-01-01T10:00:00Z'))).message).toMatch(/ended after the last step/);
    expect((await reader.check('pods_running', [alone], new Date('2026-01-01T10:00:06Z'))).result).toBe('Passed');
  });

  test('Inconclusive without the right to list pods', async () => {
    const verdict = await withoutPods.check('pods_running', [pay]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not list pods: the role does not allow it' });
  });

  test('NotApplicable when no target has pods', async () => {
    expect((await reader.check('pods_running', [target(`Node/${node}`)])).result).toBe('NotApplicable');
  });
});

describe('endpoints_healthy on a real API server', () => {
  test('Passed when every endpoint of the Service in front of the target is ready', async () => {
    const verdict = await untilVerdict(() => reader.check('endpoints_healthy', [pay]), 'Passed');
    expect(verdict.message).toBe(`every endpoint of Service ${namespace}/pay is ready`);
  });

  test('Failed when one of its endpoints is not ready', async () => {
    await spoilOnePod(cluster, 'ill', { state: { waiting: { reason: 'CrashLoopBackOff' } } });
    const verdict = await untilVerdict(() => reader.check('endpoints_healthy', [pay, ill]), 'Failed');
    expect(verdict.message).toBe(`Service ${namespace}/ill has endpoints that are not ready`);
  });

  test('Inconclusive without the right to list EndpointSlices', async () => {
    const verdict = await withoutSlices.check('endpoints_healthy', [pay]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not list endpointslices: the role does not allow it' });
  });

  test('NotApplicable when no Service selects a pod of the target', async () => {
    expect((await reader.check('endpoints_healthy', [alone])).result).toBe('NotApplicable');
  });
});
