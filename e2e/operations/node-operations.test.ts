import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '../../operator/api/resource.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api, ApiError, find } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode, untilNode, type NodeObject } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { forbidPods } from '../harness/pod-quota.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { podsOf } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { cancel, request, untilAction, untilBlocked, untilEnded } from './actions.ts';
import { nodeWithPods } from './drain-scene.ts';

const namespace = 'ops-shop';
const nodeJobs = 'self-healing-node-jobs';
let cluster: WorkerCluster;
let operator: Operator;
let position: number;
let count = 0;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await kubectl(cluster, ['delete', 'stage', 'reboot', '--ignore-not-found']);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
});

beforeEach(async () => {
  position = await auditPosition(cluster);
});

/** A node of this test alone, with an application on it. */
async function nodeWith(replicas: number): Promise<string> {
  const name = `ops-node-${(count += 1)}`;
  if (replicas > 0) await nodeWithPods(cluster, namespace, { name, replicas });
  else await createNodes(cluster, [{ name }]);
  return name;
}

const budget = (name: string, app: string) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { namespace, name },
  spec: { minAvailable: '100%', selector: { matchLabels: { app } } },
});

/** The budget once its controller has counted, so that it holds. */
async function holdBy(name: string, app: string): Promise<void> {
  await applyObjects(cluster, [budget(name, app)]);
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`;
  const counted = async () => ((await api(cluster, { path }))['status'] as { expectedPods?: number } | undefined)?.expectedPods;
  await eventually(counted, { within: 20_000, describe: `budget ${name} has counted its pods` });
}

const drop = (kind: string, name: string, where = namespace) => kubectl(cluster, ['delete', kind, name, '-n', where]);
const engineWrites = async () => committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
const schedulable = ({ spec, metadata }: NodeObject) => spec.unschedulable !== true && metadata.annotations?.[keys.claim] === undefined;

describe('cordon_node', () => {
  test('leaves the node cordoned and unclaimed, and kubectl describe says why', async () => {
    const node = await nodeWith(0);
    await request(cluster, { name: 'cordon-1', target: `Node/${node}` });
    expect((await untilEnded(cluster, 'cordon-1')).status).toMatchObject({
      phase: 'Succeeded',
      intents: [{ step: 'cordon', outcome: 'Done' }],
    });
    await untilNode(cluster, node, ({ spec, metadata }) => spec.unschedulable === true && metadata.annotations?.[keys.claim] === undefined);
    await untilAction(cluster, 'cordon-1', ({ metadata }) => metadata.finalizers === undefined);
    const described = () => kubectl(cluster, ['describe', 'node', node]);
    await eventually(async () => /NodeCordoned.*cordon-1/.test(await described()), {
      within: 30_000,
      describe: 'the node tells who cordoned it',
    });
  });

  test('is undone by uncordon_node, which lifts no cordon of a person', async () => {
    const node = await nodeWith(0);
    await request(cluster, { name: 'cordon-2', target: `Node/${node}` });
    await untilEnded(cluster, 'cordon-2');
    await request(cluster, { name: 'uncordon-2', operation: 'uncordon_node', target: `Node/${node}` });
    expect((await untilEnded(cluster, 'uncordon-2')).status).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded' });
    await kubectl(cluster, ['cordon', node]);
    await request(cluster, { name: 'uncordon-3', operation: 'uncordon_node', target: `Node/${node}` });
    expect((await untilEnded(cluster, 'uncordon-3')).status).toMatchObject({ phase: 'Failed', reason: 'ForeignCordon' });
    expect((await getNode(cluster, node)).spec.unschedulable).toBe(true);
  });
});

describe('drain_node', () => {
  test('waits for a PodDisruptionBudget, names pod and budget, goes on when it is gone, and deletes no pod', async () => {
    const node = await nodeWith(2);
    await holdBy('held-1', node);
    await request(cluster, { name: 'drain-1', operation: 'drain_node', target: `Node/${node}` });
    const held = await untilBlocked(cluster, 'drain-1', 'EvictionBlocked');
    const [pod] = await podsOf(cluster, namespace, node);
    expect(held.status).toMatchObject({ phase: 'Running', blocked: { by: `Pod ${namespace}/${pod?.metadata.name} by held-1` } });
    await drop('pdb', 'held-1');
    expect((await untilEnded(cluster, 'drain-1')).status).toMatchObject({ phase: 'Succeeded', result: { evicted: 2 } });
    const writes = await engineWrites();
    expect(writes.filter(({ resource, verb }) => resource === 'pods' && verb === 'delete')).toEqual([]);
    const evicted = writes.filter(({ subresource }) => subresource === 'eviction').map(({ name }) => name);
    expect(evicted).toHaveLength(2);
    expect(new Set(evicted).size).toBe(2);
    expect(writes.filter(({ resource, name }) => resource === 'nodes' && name === node).length).toBeLessThanOrEqual(2);
  });

  test('lists every blocker and touches nothing', async () => {
    const node = await nodeWith(1);
    await applyObjects(cluster, [budget('two-a', node), budget('two-b', node), bare('ops-bare', node), scratch('ops-scratch', node)]);
    await request(cluster, { name: 'drain-2', operation: 'drain_node', target: `Node/${node}` });
    const { status } = await untilEnded(cluster, 'drain-2');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'DrainBlocked' });
    for (const word of ['ops-bare', 'ops-scratch', 'emptyDir', 'two-a, two-b']) expect(status?.message).toContain(word);
    expect((await engineWrites()).filter(({ resource, name }) => name === node || resource === 'pods')).toEqual([]);
    for (const name of ['two-a', 'two-b']) await drop('pdb', name);
  });

  test('that meets a second budget halfway fails and uncordons; the API server would answer 500', async () => {
    const node = await nodeWith(2);
    await holdBy('half-a', node);
    await request(cluster, { name: 'drain-3', operation: 'drain_node', target: `Node/${node}` });
    await untilBlocked(cluster, 'drain-3', 'EvictionBlocked');
    await applyObjects(cluster, [budget('half-b', node)]);
    const { status } = await untilEnded(cluster, 'drain-3');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'DrainBlocked', result: { undo: { cordon: 'Undone' } } });
    await untilNode(cluster, node, schedulable);
    await expect(evictByHand(node)).rejects.toMatchObject({
      status: 500,
      message: expect.stringMatching(/more than one PodDisruptionBudget/) as unknown,
    });
    for (const name of ['half-a', 'half-b']) await drop('pdb', name);
  });

  test('that is held until its timeout fails, says by what, and uncordons', async () => {
    const node = await nodeWith(1);
    await holdBy('late-a', node);
    await request(cluster, { name: 'drain-4', operation: 'drain_node', target: `Node/${node}`, timeoutSeconds: 10 });
    const { status } = await untilEnded(cluster, 'drain-4');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', message: expect.stringContaining('late-a') as unknown });
    await untilNode(cluster, node, schedulable);
    await drop('pdb', 'late-a');
  });

  test('is left to a person who uncordons the node meanwhile', async () => {
    const node = await nodeWith(1);
    await holdBy('taken-a', node);
    await request(cluster, { name: 'drain-5', operation: 'drain_node', target: `Node/${node}` });
    await untilBlocked(cluster, 'drain-5', 'EvictionBlocked');
    await kubectl(cluster, ['uncordon', node]);
    expect((await untilEnded(cluster, 'drain-5')).status).toMatchObject({ phase: 'Cancelled', reason: 'TakenOver' });
    await untilNode(cluster, node, schedulable);
    await drop('pdb', 'taken-a');
  });
});

describe('drain_and_reboot_node', () => {
  test('that is cancelled before the reboot calls its Job off and uncordons', async () => {
    const node = await nodeWith(0);
    await request(cluster, { name: 'reboot-1', operation: 'drain_and_reboot_node', target: `Node/${node}` });
    const running = await untilAction(cluster, 'reboot-1', ({ status }) => status?.message === 'The node is rebooting.');
    await cancel(cluster, 'reboot-1');
    expect((await untilEnded(cluster, 'reboot-1')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    await untilNode(cluster, node, schedulable);
    const path = `/apis/batch/v1/namespaces/${nodeJobs}/jobs/reboot-${running.metadata.uid}`;
    await eventually(async () => (await find(cluster, path)) === undefined, { within: 30_000, describe: 'the Job is gone' });
  });

  test('fails with JobRefused when the Job may create no pod, and uncordons', async () => {
    const node = await nodeWith(0);
    const allowPods = await forbidPods(cluster, nodeJobs);
    await request(cluster, { name: 'reboot-2', operation: 'drain_and_reboot_node', target: `Node/${node}` });
    expect((await untilEnded(cluster, 'reboot-2')).status).toMatchObject({
      phase: 'Failed',
      reason: 'JobRefused',
      message: expect.stringContaining('quota') as unknown,
    });
    await untilNode(cluster, node, schedulable);
    await allowPods();
  });

  test('reboots the drained node by a pod on it, proves it by a new bootID, and uncordons', async () => {
    await applyStages(cluster, ['reboot']);
    const node = await nodeWith(2);
    const before = (await getNode(cluster, node)).status.nodeInfo?.bootID;
    await request(cluster, { name: 'reboot-3', operation: 'drain_and_reboot_node', target: `Node/${node}` });
    const { status } = await untilEnded(cluster, 'reboot-3', 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded', before: { bootID: before }, result: { evicted: 2 } });
    expect(status?.intents?.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'cordon Done',
      'evict Done',
      'reboot Done',
      'uncordon Done',
    ]);
    const after = await untilNode(cluster, node, schedulable);
    expect(after.status.nodeInfo?.bootID).not.toBe(before);
    const touched = (await engineWrites()).filter(({ resource }) => resource === 'jobs' || resource === 'nodes');
    expect(touched.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['patch nodes', 'create jobs', 'patch nodes']);
  });

  test('restarts a kubelet by a Job, in the same boot, and waits until its Lease was renewed three times', async () => {
    await applyStages(cluster, ['kubelet-restart']);
    const node = await nodeWith(1);
    await request(cluster, { name: 'kubelet-1', operation: 'restart_kubelet', target: `Node/${node}` });
    const { status } = await untilEnded(cluster, 'kubelet-1', 90_000);
    expect(status).toMatchObject({ phase: 'Succeeded', result: { renewals: 3 } });
    expect(status?.intents?.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['restart-kubelet Done']);
    expect((await getNode(cluster, node)).status.nodeInfo?.bootID).toBe(`first-boot-of-${node}`);
    expect(await podsOf(cluster, namespace, node)).toHaveLength(1);
    const touched = (await engineWrites()).filter(({ resource }) => ['jobs', 'nodes', 'pods'].includes(resource));
    expect(touched.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['create jobs']);
  });

  test('waits with Blocked/NoRebootStrategy for a node that does not report, and does not cordon it', async () => {
    await createNodes(cluster, [{ name: 'ops-dead', kubelet: false }]);
    await request(cluster, { name: 'reboot-4', operation: 'drain_and_reboot_node', target: 'Node/ops-dead' });
    expect((await untilBlocked(cluster, 'reboot-4', 'NoRebootStrategy')).status?.phase).toBe('Blocked');
    expect((await getNode(cluster, 'ops-dead')).spec.unschedulable).toBeUndefined();
    await cancel(cluster, 'reboot-4');
  });

  test('has a pod that the system namespace refuses and the namespace for node Jobs admits', async () => {
    const jobs = await api<{ items: { spec: { template: { spec: object } } }[] }>(cluster, {
      path: `/apis/batch/v1/namespaces/${nodeJobs}/jobs`,
    });
    const [spec] = jobs.items.map(({ spec: { template } }) => template.spec);
    expect(spec).toBeDefined();
    const tryIn = (where: string) =>
      api(cluster, {
        method: 'POST',
        path: `/api/v1/namespaces/${where}/pods?dryRun=All`,
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'probe', namespace: where },
          spec: { ...spec, serviceAccountName: 'default' },
        },
      });
    await expect(tryIn('self-healing-platform')).rejects.toMatchObject({
      status: 403,
      message: expect.stringMatching(/violates PodSecurity "restricted/) as unknown,
    });
    await expect(tryIn(nodeJobs)).resolves.toMatchObject({ kind: 'Pod' });
  });
});

function bare(name: string, nodeName: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name },
    spec: { nodeName, containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }] },
  };
}

function scratch(name: string, nodeName: string): object {
  const containers = [{ name: 'main', image: 'registry.invalid/nothing:1' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name },
    spec: { nodeName, containers, volumes: [{ name: 'tmp', emptyDir: {} }] },
  };
}

/** What the API server itself says to an eviction. */
async function evictByHand(app: string): Promise<unknown> {
  const [pod] = await podsOf(cluster, namespace, app);
  if (!pod) throw new ApiError(0, 'no pod');
  const { name } = pod.metadata;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name } };
  return api(cluster, { method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, body });
}
