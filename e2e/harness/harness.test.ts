import { beforeAll, describe, expect, test } from '@jest/globals';
import { find, type KubeObject } from './cluster.ts';
import { consistently, eventually } from './eventually.ts';
import { applyObjects, kubectl } from './kubectl.ts';
import { conditionOf, createNodes, getNode, isReady, setNodeCondition, untilNode } from './nodes.ts';
import { applyStages } from './stages.ts';
import { workerCluster, type WorkerCluster } from './worker-cluster.ts';
import { createDeployment, isPodReady, podsOf, untilRolledOut } from './workloads.ts';

let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
});

describe('the embedded control plane', () => {
  test('is the Kubernetes version that go.mod names', async () => {
    expect(await kubectl(cluster, ['version'])).toContain('Server Version: v1.36');
  });

  test('runs the pods of a Deployment on its nodes', async () => {
    await createNodes(cluster, [{ name: 'harness-1' }]);
    await createDeployment(cluster, { namespace: 'harness', name: 'web', replicas: 3, node: 'harness-1' });
    await untilRolledOut(cluster, 'harness', 'web');
    const pods = await podsOf(cluster, 'harness', 'web');
    expect(pods.map(({ spec }) => spec.nodeName)).toEqual(['harness-1', 'harness-1', 'harness-1']);
  });

  test('keeps a node condition that a test sets, also an unready one', async () => {
    await createNodes(cluster, [{ name: 'harness-2' }]);
    await setNodeCondition(cluster, 'harness-2', { type: 'MemoryPressure', status: 'True' });
    await setNodeCondition(cluster, 'harness-2', { type: 'Ready', status: 'False' });
    const held = async (): Promise<boolean> => {
      const node = await getNode(cluster, 'harness-2');
      return conditionOf(node, 'MemoryPressure')?.status === 'True' && !isReady(node);
    };
    await consistently(held, { during: 3_000, describe: 'the node stays unready and under pressure' });
  });

  test('leaves a node without kubelet dead: no Lease, no Ready', async () => {
    await createNodes(cluster, [{ name: 'harness-dead', kubelet: false }]);
    const lease = (node: string): Promise<KubeObject | undefined> =>
      find(cluster, `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}`);
    await eventually(() => lease('harness-1'), { within: 30_000, describe: 'a live node has a Lease' });
    expect(await lease('harness-dead')).toBeUndefined();
    expect(isReady(await getNode(cluster, 'harness-dead'))).toBe(false);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('comes back with its objects when the API server is restarted by %s', async (signal) => {
    const before = await getNode(cluster, 'harness-1');
    await cluster.restartApiServer({ signal });
    expect((await getNode(cluster, 'harness-1')).metadata.uid).toBe(before.metadata.uid);
    await createDeployment(cluster, { namespace: 'harness', name: `after-${signal.toLowerCase()}`, node: 'harness-1' });
    await untilRolledOut(cluster, 'harness', `after-${signal.toLowerCase()}`);
  });
});

describe('the played kubelets', () => {
  test.each([
    { stage: 'reboot-clears-memory-pressure', pressure: 'False' },
    { stage: 'reboot', pressure: 'True' },
  ] as const)('$stage: a reboot Job changes the bootID of a cordoned node and MemoryPressure is $pressure', async ({ stage, pressure }) => {
    await applyStages(cluster, [stage]);
    await createNodes(cluster, [{ name: stage }]);
    await kubectl(cluster, ['cordon', stage]);
    await setNodeCondition(cluster, stage, { type: 'MemoryPressure', status: 'True' });
    await applyObjects(cluster, [rebootJob(stage)]);
    await kubectl(cluster, ['wait', '--for=condition=Complete', '--timeout=30s', `job/${stage}`]);
    const node = await untilNode(cluster, stage, ({ status }) => status.nodeInfo?.bootID !== `first-boot-of-${stage}`);
    expect(conditionOf(node, 'MemoryPressure')?.status).toBe(pressure);
    expect({ ready: isReady(node), cordoned: node.spec.unschedulable }).toEqual({ ready: true, cordoned: true });
  });

  test('ready-needs-restart: pods of a labelled Deployment get Ready by a rolling restart only', async () => {
    await applyStages(cluster, ['ready-needs-restart']);
    const podLabels = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
    await createDeployment(cluster, { namespace: 'harness', name: 'sick', replicas: 2, node: 'harness-1', podLabels });
    const phases = async (): Promise<unknown> =>
      (await podsOf(cluster, 'harness', 'sick')).map((pod) => [pod.status.phase, isPodReady(pod)]);
    const unready = [['Running', false], ['Running', false]]; // prettier-ignore
    await eventually(async () => expect(await phases()).toEqual(unready) ?? true, { within: 20_000, describe: 'both pods run unready' });
    await consistently(async () => expect(await phases()).toEqual(unready), { during: 2_000, describe: 'they stay unready' });
    await kubectl(cluster, ['-n', 'harness', 'rollout', 'restart', 'deployment/sick']);
    await untilRolledOut(cluster, 'harness', 'sick');
  });
});

function rebootJob(node: string): object {
  const container = { name: 'reboot', image: 'registry.invalid/nothing:1' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { namespace: 'default', name: node },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: { 'coordination.selfheal.dev/operation': 'reboot' } },
        spec: { nodeName: node, restartPolicy: 'Never', tolerations: [{ operator: 'Exists' }], containers: [container] },
      },
    },
  };
}
