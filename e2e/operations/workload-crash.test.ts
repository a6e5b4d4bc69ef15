import { afterAll, beforeAll, jest, test } from '@jest/globals';
import { openBench, type Bench } from '../faults/bench.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { expectSameEndWhenKilled, type CrashStory } from './crash-contract.ts';
import { createWidget, getWidget, installWidgets, optIntoWidgets, playWidgetOperator, removeWidgets, widgetGroup } from './widgets.ts';

jest.setTimeout(240_000);

const namespace = 'ops-work-crash';
let cluster: WorkerCluster;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await installWidgets(cluster);
  await optIntoWidgets(cluster, ['get', 'patch']);
  await playWidgetOperator(cluster);
  await createNodes(cluster, [{ name: 'work-crash-home' }]);
  bench = await openBench(cluster);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await bench.stop();
  await removeWidgets(cluster);
});

async function rolledOut(name: string): Promise<{ target: string }> {
  await createDeployment(cluster, { namespace, name, replicas: 2, node: 'work-crash-home' });
  await untilRolledOut(cluster, namespace, name);
  return { target: `Deployment/${namespace}/${name}` };
}

interface Templated {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { image: string; resources: object }[] } } };
}

async function containerOf(name: string) {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  return (await api<Templated>(cluster, { path })).spec.template.spec.containers[0];
}

const patchesDeployment = (name: string) => ({ verb: 'patch', resource: 'deployments', name }) as const;

const stories: readonly (CrashStory & { readonly operation: string })[] = [
  {
    operation: 'update_resources',
    prepare: async (id) => ({
      ...(await rolledOut(id)),
      type: 'resource_scaling',
      operation: 'update_resources',
      parameters: { containers: [{ name: 'main', requests: { cpu: '20m' } }] },
    }),
    effect: patchesDeployment,
    state: async (id) => (await containerOf(id))?.resources,
  },
  {
    operation: 'rollout_undo',
    prepare: async (id) => {
      const { target } = await rolledOut(id);
      await kubectl(cluster, ['set', 'image', '-n', namespace, `deployment/${id}`, 'main=registry.invalid/nothing:2']);
      await untilRolledOut(cluster, namespace, id);
      return { target, type: 'application_remediation', operation: 'rollout_undo' };
    },
    effect: patchesDeployment,
    state: async (id) => (await containerOf(id))?.image,
  },
  {
    operation: 'restart_operator',
    prepare: async (id) => ({ ...(await rolledOut(id)), type: 'platform_remediation', operation: 'restart_operator' }),
    effect: patchesDeployment,
    state: async (id) => (await getDeployment(cluster, namespace, id)).metadata.generation,
  },
  {
    operation: 'delete_pod',
    prepare: async (id) => {
      await rolledOut(id);
      const [pod] = await podsOf(cluster, namespace, id);
      return { target: `Pod/${namespace}/${pod?.metadata.name}`, type: 'application_remediation', operation: 'delete_pod' };
    },
    effect: () => ({ verb: 'create', resource: 'pods', subresource: 'eviction' }),
    state: async (id) => {
      await untilRolledOut(cluster, namespace, id);
      return (await podsOf(cluster, namespace, id)).length;
    },
  },
  {
    operation: 'reconcile_owner',
    prepare: async (name) => {
      await rolledOut(name);
      await createWidget(cluster, namespace, name);
      const target = { apiVersion: `${widgetGroup}/v1`, kind: 'Widget', namespace, name };
      return { target, type: 'application_remediation', operation: 'reconcile_owner' };
    },
    effect: (name) => ({ verb: 'patch', resource: 'widgets', name }),
    state: async (id, action) => (await getWidget(cluster, namespace, id)).status?.handled === action.status?.intents?.[0]?.token,
  },
];

test.each(stories)('$operation, killed right before or after its effect, ends as if it had not been, with one effect', async (story) => {
  await expectSameEndWhenKilled(cluster, bench, story);
});
