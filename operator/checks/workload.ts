import type { Target } from '../api/generated/types.ts';
import { controllerOf, type OwnerReference } from '../api/resource.ts';
import type { SeenPod, SeenWorkload } from '../domain/health/objects.ts';
import { isCurrent } from '../domain/health/pod.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import type { KubeReader } from './check.ts';
import { readPodsOf } from '../kube/read-pods.ts';

/** What stands behind a target: a workload, or a pod that no known workload made. */
export type Root =
  | { readonly kind: 'workload'; readonly workload: SeenWorkload }
  | { readonly kind: 'pod'; readonly pod: SeenPod }
  | { readonly kind: 'missing'; readonly target: Target };

/** The same, a workload with its pods. */
export type Covered =
  | { readonly kind: 'workload'; readonly workload: SeenWorkload; readonly pods: readonly SeenPod[] }
  | Exclude<Root, { readonly kind: 'workload' }>;

const workloadKinds: readonly Kind[] = [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.ReplicaSet];

/** The workloads and lone pods behind the targets, each once; a pod counts as its top controller, also when it is gone. Other kinds are passed over. */
export async function rootsOf(client: KubeReader, targets: readonly Target[]): Promise<readonly Root[]> {
  const found = await Promise.all(targets.map((target) => rootOf(client, target)));
  return [...new Map(found.filter((root) => root !== undefined).map((root) => [identity(root), root])).values()];
}

/** The roots with the pods that they still have, without those that have ended or are on their way out. */
export async function coveredBy(client: KubeReader, targets: readonly Target[]): Promise<readonly Covered[]> {
  return Promise.all((await rootsOf(client, targets)).map((root) => withPods(client, root)));
}

async function rootOf(client: KubeReader, target: Target): Promise<Root | undefined> {
  const kind = findKind(target.apiVersion, target.kind);
  if (!kind) return undefined;
  const key = { namespace: target.namespace, name: target.name };
  if (kind === kinds.Pod) {
    const pod = await client.get<SeenPod>(kind, key);
    return pod ? rootOfPod(client, pod) : rootOfGonePod(client, target);
  }
  if (!workloadKinds.includes(kind)) return undefined;
  const workload = await client.get<SeenWorkload>(kind, key);
  return workload ? { kind: 'workload', workload: await topOf(client, workload) } : { kind: 'missing', target };
}

async function rootOfPod(client: KubeReader, pod: SeenPod): Promise<Root> {
  const owner = await ownerOf(client, pod);
  return owner ? { kind: 'workload', workload: await topOf(client, owner) } : { kind: 'pod', pod };
}

/** What controllers append to their own name for the pods that they make: five letters and digits, without those that form words. */
const madeUp = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** A pod that was restarted comes back under another name, and only its old name still tells who made it. */
async function rootOfGonePod(client: KubeReader, target: Target): Promise<Root> {
  const name = madeUp.exec(target.name)?.[1];
  if (name === undefined) return { kind: 'missing', target };
  for (const kind of [kinds.ReplicaSet, kinds.DaemonSet]) {
    const maker = await client.get<SeenWorkload>(kind, { namespace: target.namespace, name });
    if (maker) return { kind: 'workload', workload: await topOf(client, maker) };
  }
  return { kind: 'missing', target };
}

/** The controller of a ReplicaSet may be a Deployment; no other workload has a workload above it. */
async function topOf(client: KubeReader, workload: SeenWorkload): Promise<SeenWorkload> {
  return (workload.kind === 'ReplicaSet' && (await ownerOf(client, workload))) || workload;
}

async function ownerOf(client: KubeReader, owned: SeenPod | SeenWorkload): Promise<SeenWorkload | undefined> {
  const reference = controllerOf(owned);
  const kind = reference && workloadKindOf(reference);
  if (!kind) return undefined;
  const owner = await client.get<SeenWorkload>(kind, { namespace: owned.metadata.namespace, name: reference.name });
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

function workloadKindOf({ apiVersion, kind }: OwnerReference): Kind | undefined {
  const found = findKind(apiVersion, kind);
  return found && workloadKinds.includes(found) ? found : undefined;
}

function identity(root: Root): string {
  switch (root.kind) {
    case 'workload':
      return root.workload.metadata.uid;
    case 'pod':
      return root.pod.metadata.uid;
    case 'missing':
      return [root.target.kind, root.target.namespace, root.target.name].join('/');
    default:
      return root satisfies never;
  }
}

async function withPods(client: KubeReader, root: Root): Promise<Covered> {
  if (root.kind !== 'workload') return root;
  return { ...root, pods: (await readPodsOf(client, root.workload)).filter(isCurrent) };
}
