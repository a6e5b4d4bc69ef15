import type { Target } from '../../api/generated/types.ts';
import { controllerOf, type OwnerReference } from '../../api/resource.ts';
import { isNameable, resolveNamespace } from '../../api/target.ts';
import type { ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import { targetOf } from '../../domain/diagnosis/seen.ts';
import type { SeenPod } from '../../domain/health/objects.ts';
import type { KubeClient } from '../../kube/client.ts';
import { findKind, groupOf, kinds, type Kind } from '../../kube/kinds.ts';

/** The top controller of a pod; its object only when the engine knows how to judge it. */
export interface Owner {
  readonly target: Target;
  readonly workload?: ConditionedWorkload;
}

const workloadKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** The kind as one of the workloads that are judged, whatever version is asked for. */
export function workloadKind({ apiVersion, kind }: Pick<Target, 'apiVersion' | 'kind'>): Kind | undefined {
  return groupOf(apiVersion) === 'apps' && workloadKinds.has(kind) ? findKind(apiVersion, kind) : undefined;
}

/** Live: the pod's ReplicaSet's Deployment, its StatefulSet or DaemonSet, whatever else controls it, if that can be named, or the pod itself. */
export async function readOwner(client: KubeClient, pod: SeenPod): Promise<Owner> {
  const owner = controllerOf(pod);
  if (!owner) return { target: targetOf(pod) };
  const { namespace } = pod.metadata;
  const found = await readWorkload(client, owner, namespace);
  if (!found) {
    const target = resolveNamespace({ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name }, namespace);
    return { target: isNameable(target) ? target : targetOf(pod) };
  }
  const above = found.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  const top = above ? await readWorkload(client, above, namespace) : undefined;
  return top ? { target: targetOf(top), workload: top } : { target: targetOf(found), workload: found };
}

async function readWorkload(
  client: KubeClient,
  owner: OwnerReference,
  namespace: string | undefined,
): Promise<ConditionedWorkload | undefined> {
  const kind = workloadKind(owner);
  const found = kind && (await client.get<ConditionedWorkload>(kind, { namespace, name: owner.name }));
  // Another object of that name is not what made the pod.
  return found?.metadata.uid === owner.uid ? found : undefined;
}

/** The Deployment that a pod's labels tell of, without reading its ReplicaSet; undefined when they do not. */
export function deploymentFromLabels(pod: SeenPod): Target | undefined {
  const owner = controllerOf(pod);
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (!owner || owner.kind !== 'ReplicaSet' || !hash || !owner.name.endsWith(`-${hash}`)) return undefined;
  const { apiVersion, kind } = kinds.Deployment;
  return { apiVersion, kind, namespace: pod.metadata.namespace, name: owner.name.slice(0, -hash.length - 1) };
}
