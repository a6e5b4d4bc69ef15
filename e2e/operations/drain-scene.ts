import { api, find, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, type NodeObject } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';

/** A node of one test alone, with an application of the same name on it. */
export async function nodeWithPods(
  cluster: Cluster,
  namespace: string,
  { name, replicas }: { name: string; replicas: number },
): Promise<void> {
  await createNodes(cluster, [{ name }]);
  await createDeployment(cluster, { namespace, name, replicas, node: name });
  await untilRolledOut(cluster, namespace, name);
}

/** No pod of the application may be evicted: a PodDisruptionBudget of its name says so, and its controller has counted. */
export async function holdPods(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const spec = { minAvailable: '100%', selector: { matchLabels: { app: name } } };
  await applyObjects(cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name }, spec }]);
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`;
  const counted = async () => ((await api(cluster, { path }))['status'] as { expectedPods?: number } | undefined)?.expectedPods;
  await eventually(counted, { within: 20_000, describe: `budget ${name} has counted its pods` });
}

/** The pods of the application may be evicted again. */
export async function letPodsGo(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await kubectl(cluster, ['delete', 'pdb', name, '-n', namespace]);
}

/** Nothing of the engine is left on the node. */
export function isUnmarked({ metadata }: NodeObject): boolean {
  return !Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith('coordination.selfheal.dev/'));
}

/** The node takes pods and nothing of the engine is left on it. */
export function isFree(node: NodeObject): boolean {
  return node.spec.unschedulable !== true && isUnmarked(node);
}

/** A Lease as tests look at it. */
export interface LockObject extends KubeObject {
  readonly spec: { readonly holderIdentity?: string; readonly leaseDurationSeconds?: number; readonly leaseTransitions?: number };
}

/** Path of the Lease by which the node is locked. */
export const lockPath = (node: string): string => `/apis/coordination.k8s.io/v1/namespaces/medik8s-leases/leases/node-${node}`;

/** The lock of the node; undefined when nobody has it. */
export const lockOf = (cluster: Cluster, node: string): Promise<LockObject | undefined> => find<LockObject>(cluster, lockPath(node));

/** True once nobody has the lock of the node. */
export async function untilUnlocked(cluster: Cluster, node: string): Promise<void> {
  await eventually(async () => (await lockOf(cluster, node)) === undefined, { within: 20_000, describe: `node ${node} is not locked` });
}

/** The node is locked, or its lock taken over, by another system; `renewed` seconds from now. */
export async function lockByOther(cluster: Cluster, node: string, { seconds = 3600, renewed = 0 } = {}): Promise<void> {
  const time = new Date(Date.now() + renewed * 1000).toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: 'node-maintenance', leaseDurationSeconds: seconds, acquireTime: time, renewTime: time };
  const metadata = { namespace: 'medik8s-leases', name: `node-${node}` };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
  await kubectl(cluster, ['apply', '--server-side', '--force-conflicts', '-f', '-'], { input: JSON.stringify(lease) });
}

/** The other system has done its work. */
export async function unlockByOther(cluster: Cluster, node: string): Promise<void> {
  await kubectl(cluster, ['delete', 'lease', `node-${node}`, '-n', 'medik8s-leases']);
}
