import { controllerOf } from '../../api/resource.ts';
import type { Target } from '../../api/generated/types.ts';
import { isObjectName, targetKey } from '../../api/target.ts';
import { targetOf, type ConditionedWorkload, type Resident } from '../../domain/diagnosis/seen.ts';
import type { SeenPod } from '../../domain/health/objects.ts';
import { isCurrent } from '../../domain/health/pod.ts';
import type { KubeClient } from '../../kube/client.ts';
import { unless } from '../../kube/errors.ts';
import { readPodsOn } from '../../kube/read-pods.ts';
import { isSpent } from './limited-reads.ts';
import { deploymentFromLabels, readOwner, workloadKind } from './read-owner.ts';

/** More workloads than this in one namespace are listed, fewer are read one by one. */
const fewWorkloads = 3;

/**
 * Live: the Deployments and StatefulSets with pods on the nodes, by namespace and name. The objects of the first `most` are read, each
 * with one read at most, or one for a whole namespace, as long as there are reads left; one that is gone by then is left out.
 */
export async function readResidents(client: KubeClient, nodes: readonly string[], most: number): Promise<Resident[]> {
  const pods = (await Promise.all(nodes.map((node) => podsOn(client, node)))).flat().filter(isCurrent);
  const residents = await ownersOf(client, pods);
  const first = residents.slice(0, most);
  const workloads = await readWorkloads(
    client,
    first.map(({ target }) => target),
  );
  const read = first.flatMap((resident) => {
    const workload = workloads.get(targetKey(resident.target));
    return workload ? [{ ...resident, workload }] : [];
  });
  return [...read, ...residents.slice(most)];
}

/** The pods on the node, as far as they are still read. */
export function podsOn(client: KubeClient, node: string): Promise<SeenPod[]> {
  return readPodsOn(client, node).catch(unless(isSpent, []));
}

async function ownersOf(client: KubeClient, pods: readonly SeenPod[]): Promise<Resident[]> {
  const byOwner = Map.groupBy(pods, (pod) => controllerOf(pod)?.uid);
  byOwner.delete(undefined);
  const owned = await Promise.all(
    [...byOwner.values()].map(async (group) => ({ target: await residentOf(client, group[0]), nodes: nodesOf(group) })),
  );
  const merged = new Map<string, { target: Target; nodes: string[] }>();
  for (const { target, nodes } of owned) {
    if (!target) continue;
    const known = merged.get(targetKey(target));
    merged.set(targetKey(target), { target, nodes: [...new Set([...(known?.nodes ?? []), ...nodes])] });
  }
  const place = ({ target }: Resident): string => `${target.namespace}/${target.name}/${target.kind}`;
  return [...merged.values()].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

async function residentOf(client: KubeClient, pod: SeenPod | undefined): Promise<Target | undefined> {
  const owner = pod && controllerOf(pod);
  if (!owner || !workloadKind(owner) || !isObjectName(owner.name)) return undefined;
  if (owner.kind === 'StatefulSet')
    return { apiVersion: owner.apiVersion, kind: owner.kind, namespace: pod.metadata.namespace, name: owner.name };
  if (owner.kind !== 'ReplicaSet') return undefined;
  return deploymentFromLabels(pod) ?? (await readDeployment(client, pod));
}

async function readDeployment(client: KubeClient, pod: SeenPod): Promise<Target | undefined> {
  const owner = await readOwner(client, pod).catch(unless(isSpent));
  return owner?.target.kind === 'Deployment' ? owner.target : undefined;
}

function nodesOf(pods: readonly SeenPod[]): string[] {
  return [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))];
}

async function readWorkloads(client: KubeClient, targets: readonly Target[]): Promise<Map<string, ConditionedWorkload>> {
  const groups = Map.groupBy(targets, ({ kind, namespace }) => `${kind}/${namespace}`);
  const found = await Promise.all([...groups.values()].map((group) => readGroup(client, group)));
  return new Map(found.flat().map((workload) => [targetKey(targetOf(workload)), workload]));
}

/** Workloads of one kind in one namespace. */
async function readGroup(client: KubeClient, group: readonly Target[]): Promise<ConditionedWorkload[]> {
  const [{ namespace } = {}] = group;
  const kind = group[0] && workloadKind(group[0]);
  if (!kind) return [];
  if (group.length > fewWorkloads) {
    const found = await client.list<ConditionedWorkload>(kind, { namespace }).catch(unless(isSpent));
    return found?.items ?? [];
  }
  const read = await Promise.all(
    group.map(({ name }) => client.get<ConditionedWorkload>(kind, { namespace, name }).catch(unless(isSpent))),
  );
  return read.filter((workload) => workload !== undefined);
}
