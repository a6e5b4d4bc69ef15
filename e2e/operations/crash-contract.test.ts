import { afterAll, beforeAll, jest, test } from '@jest/globals';
import { openBench, type Bench } from '../faults/bench.ts';
import { installEngine } from '../harness/engine.ts';
import { createNodes, getNode } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilAction } from './actions.ts';
import { expectSameEndWhenKilled, type CrashStory } from './crash-contract.ts';
import { isFree } from './drain-scene.ts';

jest.setTimeout(240_000);

const namespace = 'ops-crash';
let cluster: WorkerCluster;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'crash-home' }]);
  bench = await openBench(cluster);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await bench.stop();
});

async function deploymentFor(id: string): Promise<{ target: string }> {
  await createDeployment(cluster, { namespace, name: id, replicas: 2, node: 'crash-home' });
  await untilRolledOut(cluster, namespace, id);
  return { target: `Deployment/${namespace}/${id}` };
}

const stories: readonly (CrashStory & { readonly operation: string })[] = [
  {
    operation: 'cordon_node',
    prepare: async (name) => {
      await createNodes(cluster, [{ name }]);
      return { type: 'node_remediation', operation: 'cordon_node', target: `Node/${name}` };
    },
    effect: (name) => ({ verb: 'patch', resource: 'nodes', name }),
    writes: 2, // the cordon, and the end of its claim
    state: async (name) => (await getNode(cluster, name)).spec.unschedulable,
  },
  {
    operation: 'uncordon_node',
    prepare: async (name) => {
      await createNodes(cluster, [{ name }]);
      await request(cluster, { name: `cordon-${name}`, operation: 'cordon_node', target: `Node/${name}` });
      await untilAction(cluster, `cordon-${name}`, ({ metadata, status }) => status?.phase === 'Succeeded' && !metadata.finalizers);
      return { type: 'node_remediation', operation: 'uncordon_node', target: `Node/${name}` };
    },
    effect: (name) => ({ verb: 'patch', resource: 'nodes', name }),
    state: async (name) => isFree(await getNode(cluster, name)),
  },
  {
    operation: 'scale_workload',
    prepare: async (id) => ({
      ...(await deploymentFor(id)),
      type: 'resource_scaling',
      operation: 'scale_workload',
      parameters: { replicas: 3 },
    }),
    effect: (name) => ({ verb: 'update', resource: 'deployments', subresource: 'scale', name }),
    state: async (id) => (await getDeployment(cluster, namespace, id)).spec.replicas,
  },
  {
    operation: 'restart_deployment',
    prepare: async (id) => ({ ...(await deploymentFor(id)), type: 'application_remediation', operation: 'restart_deployment' }),
    effect: (name) => ({ verb: 'patch', resource: 'deployments', name }),
    state: async (id) => (await getDeployment(cluster, namespace, id)).metadata.generation,
  },
];

test.each(stories)('$operation, killed right before or after its effect, ends as if it had not been, with one effect', async (story) => {
  await expectSameEndWhenKilled(cluster, bench, story);
});
