import { api, type Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { getNode, setNodeCondition, untilNode } from '../harness/nodes.ts';
import { applyOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, isPodReady, podsOf } from '../harness/workloads.ts';

/** What the operators run on every node. */
export const operands = 'inc-operands';
const operatorApi = 'config.openshift.io/v1';

/** The ClusterOperator says so of itself; its operands are the DaemonSets of this file. */
export async function setOperator(cluster: Cluster, name: string, degraded: boolean): Promise<void> {
  await applyObjects(cluster, [{ apiVersion: operatorApi, kind: 'ClusterOperator', metadata: { name }, spec: {} }]);
  const since = new Date().toISOString();
  const row = (type: string, is: boolean) => ({
    type,
    status: is ? 'True' : 'False',
    reason: 'SetByTest',
    message: '',
    lastTransitionTime: since,
  });
  const conditions = [row('Available', true), row('Progressing', false), row('Degraded', degraded)];
  const relatedObjects = [{ group: '', resource: 'namespaces', name: operands }];
  const path = `/apis/${operatorApi}/clusteroperators/${name}/status`;
  await api(cluster, { method: 'PATCH', path, body: { status: { conditions, relatedObjects } } });
}

function daemonSet(name: string): object {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'registry.invalid/nothing:1' }];
  const tolerations = [{ operator: 'Exists' }];
  const template = { metadata: { labels }, spec: { containers, tolerations, terminationGracePeriodSeconds: 1 } };
  const spec = { selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name, namespace: operands }, spec };
}

/** A cluster like OpenShift: operators, DaemonSets on every node, and on this worker applications of two tenants with a budget. */
export async function furnish(cluster: Cluster, worker: string): Promise<void> {
  await applyOpenshiftCrds(cluster);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: operands } };
  await applyObjects(cluster, [namespace, daemonSet('dns-default'), daemonSet('node-exporter')]);
  for (const name of ['dns', 'monitoring', 'network']) await setOperator(cluster, name, false);
  await createDeployment(cluster, { namespace: 'inc-shop', name: 'pay', node: worker });
  await createDeployment(cluster, { namespace: 'inc-bank', name: 'ledger', node: worker });
  const podLabels = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
  await createDeployment(cluster, { namespace: 'inc-shop', name: 'cart', node: worker, podLabels });
  const budget = { maxUnavailable: 1, selector: { matchLabels: { app: 'pay' } } };
  await applyObjects(cluster, [
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'pay', namespace: 'inc-shop' }, spec: budget },
  ]);
  for (const app of ['dns-default', 'node-exporter']) await untilReady(cluster, operands, app);
  for (const [namespace, app] of [
    ['inc-shop', 'pay'],
    ['inc-bank', 'ledger'],
  ] as const)
    await untilReady(cluster, namespace, app);
}

async function untilReady(cluster: Cluster, namespace: string, app: string): Promise<void> {
  const areReady = async () => {
    const pods = await podsOf(cluster, namespace, app);
    return pods.length > 0 && pods.every(isPodReady);
  };
  await eventually(areReady, { within: 30_000, describe: `the pods of ${namespace}/${app} are ready` });
}

/** The kubelet says so. */
export const setReady = (cluster: Cluster, node: string, status: 'True' | 'False') =>
  setNodeCondition(cluster, node, { type: 'Ready', status });

/** True afterwards: the node was rebooted, and its kubelet reports again. */
export async function comesBack(cluster: Cluster, node: string): Promise<void> {
  const before = (await getNode(cluster, node)).status.nodeInfo?.bootID;
  await untilNode(cluster, node, ({ status }) => status.nodeInfo?.bootID !== before);
  await setReady(cluster, node, 'True');
}

/** The kubelet says so of the pod with that label `app` on the node; true afterwards: its DaemonSet knows. */
export async function setPodReady(
  cluster: Cluster,
  app: string,
  { node, status }: { node: string; status: 'True' | 'False' },
): Promise<void> {
  const pod = (await podsOf(cluster, operands, app)).find(({ spec }) => spec.nodeName === node);
  const lastTransitionTime = new Date().toISOString();
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status, reason: 'SetByTest', lastTransitionTime }));
  const path = `/api/v1/namespaces/${operands}/pods/${pod?.metadata.name}/status`;
  await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path, body: { status: { conditions } } });
  const isKnown = async () => {
    const set = await api<{ status: { numberReady?: number; desiredNumberScheduled: number } }>(cluster, {
      path: `/apis/apps/v1/namespaces/${operands}/daemonsets/${app}`,
    });
    return (set.status.numberReady === set.status.desiredNumberScheduled) === (status === 'True');
  };
  await eventually(isKnown, { within: 30_000, describe: `DaemonSet ${app} knows of its pod` });
}
