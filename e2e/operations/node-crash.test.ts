import { afterAll, beforeAll, jest, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { installEngine } from '../harness/engine.ts';
import { getNode } from '../harness/nodes.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { expectSameEndWhenKilled, type CrashStory } from './crash-contract.ts';
import { lockOf, nodeWithPods } from './drain-scene.ts';

jest.setTimeout(300_000);

const namespace = 'node-crash';
let cluster: WorkerCluster;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyStages(cluster, ['reboot', 'kubelet-restart']);
  bench = await openBench(cluster);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await bench.stop();
});

/** A node with one pod, on which the operation is asked for. */
const onNode = (operation: 'drain_node' | 'drain_and_reboot_node' | 'restart_kubelet') => async (name: string) => {
  await nodeWithPods(cluster, namespace, { name, replicas: 1 });
  return { type: 'node_remediation' as const, operation, target: `Node/${name}` };
};

/** What has to be the same: the cordon, the boot, how many pods went, the lock. */
async function stateOf(name: string, { status: { result } = {} }: RemediationAction) {
  const { spec, status } = await getNode(cluster, name);
  const rebooted = status.nodeInfo?.bootID !== `first-boot-of-${name}`;
  const locked = (await lockOf(cluster, name)) !== undefined;
  return { cordoned: spec.unschedulable === true, rebooted, evicted: result?.['evicted'], locked };
}

const stories: readonly (CrashStory & { readonly when: string })[] = [
  {
    when: 'drain_node locks the node',
    prepare: onNode('drain_node'),
    effect: (name) => ({ verb: 'create', resource: 'leases', name: `node-${name}` }),
    state: stateOf,
  },
  {
    when: 'drain_node evicts a pod',
    prepare: onNode('drain_node'),
    effect: () => ({ verb: 'create', resource: 'pods', subresource: 'eviction' }),
    state: stateOf,
  },
  {
    when: 'drain_node gives the lock back',
    prepare: onNode('drain_node'),
    effect: (name) => ({ verb: 'delete', resource: 'leases', name: `node-${name}` }),
    state: stateOf,
  },
  {
    when: 'drain_and_reboot_node makes its Job',
    prepare: onNode('drain_and_reboot_node'),
    effect: () => ({ verb: 'create', resource: 'jobs' }),
    state: stateOf,
  },
  {
    when: 'restart_kubelet makes its Job',
    prepare: onNode('restart_kubelet'),
    effect: () => ({ verb: 'create', resource: 'jobs' }),
    state: stateOf,
    within: 90_000,
  },
];

test.each(stories)('an engine that is killed right before or after $when does it once, and all ends alike', async (story) => {
  await expectSameEndWhenKilled(cluster, bench, story);
});
