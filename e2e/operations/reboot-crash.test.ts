import { afterAll, beforeAll, jest, test } from '@jest/globals';
import { keys } from '../../operator/api/resource.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { installEngine, optInto } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { bootAnew, createNodes, getNode } from '../harness/nodes.ts';
import { applyRemediatorCrds, removeRemediatorCrds } from '../harness/remediator-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { expectSameEndWhenKilled, type CrashStory } from './crash-contract.ts';

jest.setTimeout(300_000);

const namespace = 'fences';
const remediation = 'self-node-remediation.medik8s.io/v1alpha1';
let cluster: WorkerCluster;
let bench: Bench;
/** What plays the remediator of each playing; a failure of it is one of the test. */
const players = new Map<string, Promise<void>>();

beforeAll(async () => {
  cluster = await workerCluster();
  await removeRemediatorCrds(cluster);
  await installEngine(cluster);
  await optInto(cluster, 'node-remediation');
  await applyRemediatorCrds(cluster);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: remediation,
      kind: 'SelfNodeRemediationTemplate',
      metadata: { namespace, name: 'usual' },
      spec: { template: { spec: {} } },
    },
  ]);
  bench = await openBench(cluster);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await bench.stop();
  await removeRemediatorCrds(cluster);
});

/** A node that does not answer, on which a reboot is asked for; `remediate` waits for the request and carries it out. */
async function deadNode(name: string, strategy: string, remediate: () => Promise<void>) {
  await createNodes(cluster, [{ name, kubelet: false, annotations: { 'machine.openshift.io/machine': `${namespace}/${name}` } }]);
  const player = remediate();
  player.catch(() => undefined); // it is awaited at the end of the playing
  players.set(name, player);
  return {
    type: 'node_remediation' as const,
    operation: 'drain_and_reboot_node' as const,
    target: `Node/${name}`,
    parameters: { strategy },
  };
}

const fencePath = (name: string): string => `/apis/${remediation}/namespaces/${namespace}/selfnoderemediations/${name}`;
const isFencing = async (name: string): Promise<boolean> => (await find(cluster, fencePath(name))) !== undefined;
const isThere = (path: string, as: (object: KubeObject) => boolean) =>
  eventually(
    async () => {
      const found = await find<KubeObject>(cluster, path);
      return found && as(found);
    },
    { within: 40_000, describe: `${path} asks for a reboot` },
  );

async function fence(name: string): Promise<void> {
  await isThere(fencePath(name), () => true);
  const succeeded = { type: 'Succeeded', status: 'True', reason: 'Played', message: 'played by the test' };
  await api(cluster, { method: 'PATCH', path: `${fencePath(name)}/status`, body: { status: { conditions: [succeeded] } } });
  await bootAnew(cluster, name);
}

const hostPath = (name: string): string => `/apis/metal3.io/v1alpha1/namespaces/${namespace}/baremetalhosts/${name}`;

async function switchOffAndOn(name: string): Promise<void> {
  await isThere(hostPath(name), ({ metadata }) => metadata.annotations?.['reboot.metal3.io'] !== undefined);
  await api(cluster, { method: 'PATCH', path: hostPath(name), body: { metadata: { annotations: { 'reboot.metal3.io': null } } } });
  await bootAnew(cluster, name);
}

/** What has to be the same: the boot, the cordon, what is left of the request. */
async function stateOf(name: string, left: () => Promise<boolean>) {
  await players.get(name);
  const { spec, status, metadata } = await getNode(cluster, name);
  return {
    rebooted: status.nodeInfo?.bootID === `second-boot-of-${name}`,
    cordoned: spec.unschedulable === true || metadata.annotations?.[keys.claim] !== undefined,
    left: await left(),
  };
}

const stories: readonly (CrashStory & { readonly when: string })[] = [
  {
    when: 'it asks a remediator of medik8s',
    prepare: (name) => deadNode(name, 'SelfNodeRemediation', () => fence(name)),
    effect: (name) => ({ verb: 'create', resource: 'selfnoderemediations', name }),
    state: (name) => stateOf(name, () => isFencing(name)),
  },
  {
    when: 'it tells the remediator of medik8s to finish',
    prepare: (name) => deadNode(name, 'SelfNodeRemediation', () => fence(name)),
    effect: (name) => ({ verb: 'delete', resource: 'selfnoderemediations', name }),
    state: (name) => stateOf(name, () => isFencing(name)),
  },
  {
    when: 'it asks metal3',
    prepare: async (name) => {
      const consumerRef = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'Machine', namespace, name };
      const spec = { online: true, consumerRef };
      await applyObjects(cluster, [{ apiVersion: 'metal3.io/v1alpha1', kind: 'BareMetalHost', metadata: { namespace, name }, spec }]);
      return deadNode(name, 'Metal3Reboot', () => switchOffAndOn(name));
    },
    effect: (name) => ({ verb: 'patch', resource: 'baremetalhosts', name }),
    writes: 2, // the request, and the end of its token
    state: (name) =>
      stateOf(name, async () => (await find<KubeObject>(cluster, hostPath(name)))?.metadata.annotations?.[keys.token] !== undefined),
  },
];

test.each(stories)('an engine that is killed right before or after $when does it once, and all ends alike', async (story) => {
  await expectSameEndWhenKilled(cluster, bench, story);
});
