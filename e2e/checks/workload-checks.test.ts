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
let withoutDeployments: Reader;
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

/** A StatefulSet of two pods or a DaemonSet with one on the node, whose pods do nothing. */
const workload = (kind: string, name: string): object => {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { namespace, name },
    spec: {
      ...(kind === 'StatefulSet' && { replicas: 2, serviceName: name, podManagementPolicy: 'Parallel' }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { 'kubernetes.io/hostname': node },
          containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }],
        },
      },
    },
  };
};

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
  withoutDeployments = await makeReader(cluster, { without: 'deployments' });
  await createNodes(cluster, [{ name: node }]);
  for (const name of ['pay', 'alone', 'ill']) {
    await createDeployment(cluster, { namespace, name, replicas: 2, node });
    await untilRolledOut(cluster, namespace, name);
  }
  await applyObjects(cluster, ['pay', 'ill'].map(service));
});

afterAll(async () => {
  await Promise.all([reader, withoutPods, withoutSlices, withoutDeployments].map((one) => one.close()));
  await remove(cluster, [`/api/v1/namespaces/${namespace}`, `/api/v1/nodes/${node}`]);
});

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
    expect((await reader.check('pods_running', [alone], { since: new Date('2026-01-01T10:00:00Z') })).message).toMatch(
      /ended after the last step/,
    );
    expect((await reader.check('pods_running', [alone], { since: new Date('2026-01-01T10:00:06Z') })).result).toBe('Passed');
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

describe('workload_available on a real API server', () => {
  test('Passed when the Deployment is Available, also for a pod of it', async () => {
    const [pod] = await podsOf(cluster, namespace, 'pay');
    const expected = { result: 'Passed', message: `Deployment ${namespace}/pay is available` };
    expect(await reader.check('workload_available', [pay])).toEqual(expected);
    expect(await reader.check('workload_available', [target(`Pod/${namespace}/${pod?.metadata.name}`)])).toEqual(expected);
  });

  test('Failed when too few of its pods are ready, whatever other workloads do', async () => {
    for (const { metadata } of await podsOf(cluster, namespace, 'ill')) {
      const notReady = ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'False' }));
      await setStatus(cluster, `/api/v1/namespaces/${namespace}/pods/${metadata.name}`, { conditions: notReady });
    }
    const verdict = await untilVerdict(() => reader.check('workload_available', [pay, ill]), 'Failed');
    expect(verdict.message).toBe(`Deployment ${namespace}/ill is not available`);
    expect((await reader.check('workload_available', [pay])).result).toBe('Passed');
  });

  test.each(['StatefulSet', 'DaemonSet'])('a %s is by the number of its pods', async (kind) => {
    const name = kind.toLowerCase();
    await applyObjects(cluster, [workload(kind, name)]);
    const set = target(`${kind}/${namespace}/${name}`);
    const verdict = await untilVerdict(() => reader.check('workload_available', [set]), 'Passed');
    expect(verdict.message).toBe(`every pod of ${kind} ${namespace}/${name} is available`);
    await spoilOnePod(cluster, name, { state: { running: {} } });
    await untilVerdict(() => reader.check('workload_available', [set]), 'Failed');
  });

  test('Inconclusive without the right to get Deployments', async () => {
    const verdict = await withoutDeployments.check('workload_available', [pay]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get deployments: the role does not allow it' });
  });

  test('NotApplicable when no target has pods, or is meant to have none', async () => {
    expect((await reader.check('workload_available', [target(`Node/${node}`)])).result).toBe('NotApplicable');
    await createDeployment(cluster, { namespace, name: 'off', replicas: 0 });
    const off = await untilVerdict(() => reader.check('workload_available', [target(`Deployment/${namespace}/off`)]), 'NotApplicable');
    expect(off.message).toBe(`Deployment ${namespace}/off is meant to have no pods`);
  });
});
