import type { Target } from '../../api/generated/types.ts';
import { controllerOf, type Resource } from '../../api/resource.ts';
import { resolveNamespace, targetKey, usualApiVersion } from '../../api/target.ts';
import { linkedBy, managedBy } from '../../domain/diagnosis/links.ts';
import { factsOfPod } from '../../domain/diagnosis/pod-facts.ts';
import type { SeenApplication, SeenClaim, SeenStorageClass, SeenVolume } from '../../domain/diagnosis/seen-objects.ts';
import { targetOf, type Link, type SeenTarget } from '../../domain/diagnosis/seen.ts';
import type { LabelSelector } from '../../domain/health/label-selector.ts';
import { conditionStatus, type SeenPod } from '../../domain/health/objects.ts';
import type { KubeClient } from '../../kube/client.ts';
import { unless } from '../../kube/errors.ts';
import { findKind, kinds } from '../../kube/kinds.ts';
import { readPodsOf } from '../../kube/read-pods.ts';
import { isSpent } from './limited-reads.ts';
import { readOwner } from './read-owner.ts';
import { getOrAbsent, readTarget } from './read-targets.ts';

/** Objects that targets led to, and how. */
export interface Beyond {
  readonly beyond: readonly SeenTarget[];
  readonly links: readonly Link[];
}

/** What one may be led to, by whatever somebody wrote: an Application or an autoscaler of a tenant must not lead out of the tenant's namespace. */
export type MayName = (target: Target) => boolean;

const nothing: Beyond = { beyond: [], links: [] };
const mostOwners = 2;
const mostClaims = 2;
const mostManaged = 3;
/** Pods of a whole namespace are looked through for one that mounts a claim. */
const mostMounting = 250;

/**
 * Live: what the targets lead to. A Service, an autoscaler or a disruption budget leads to the workload behind it, pods that wait for their
 * volumes to the claims, a claim to its volume or StorageClass and to whoever mounts it, an Application to what of it is ill.
 */
export async function readBeyond(client: KubeClient, targets: readonly SeenTarget[], mayName: MayName): Promise<Beyond> {
  const found = await Promise.all(targets.map((seen) => beyondOf(client, seen, mayName).catch(unless(isSpent, nothing))));
  return merged(found);
}

function beyondOf(client: KubeClient, seen: SeenTarget, mayName: MayName): Promise<Beyond> {
  switch (seen.kind) {
    case 'service':
      return beyondPods(client, seen.target, { pods: seen.pods, via: linkedBy.endpoints });
    case 'workload':
      return beyondWaiting(client, seen.target, seen.pods);
    case 'claim':
      return beyondClaim(client, seen.claim);
    case 'volume':
      return Promise.resolve({ beyond: [], links: driverOf(seen.volume) });
    case 'application':
      return beyondApplication(client, seen.application, mayName);
    default:
      return seen.kind === 'other' ? beyondSelector(client, seen.target, mayName) : Promise.resolve(nothing);
  }
}

/** The workloads that made the pods; of the pods that fail first. */
async function beyondPods(
  client: KubeClient,
  from: Target,
  { pods, via }: { readonly pods: readonly SeenPod[]; readonly via: string },
): Promise<Beyond> {
  const groups = [...Map.groupBy(pods, (pod) => controllerOf(pod)?.uid ?? pod.metadata.uid).values()];
  const worstFirst = groups.toSorted((a, b) => failing(b) - failing(a)).slice(0, mostOwners);
  const owners = await Promise.all(worstFirst.map((own) => ownerOf(client, own).catch(unless(isSpent))));
  const beyond = owners.filter((owner) => owner !== undefined);
  return { beyond, links: beyond.map(({ target }) => ({ from, to: target, via })) };
}

const failing = (pods: readonly SeenPod[]): number => pods.filter((pod) => factsOfPod(pod).length > 0).length;

async function ownerOf(client: KubeClient, pods: readonly SeenPod[]): Promise<SeenTarget | undefined> {
  const [pod] = pods;
  if (!pod) return undefined;
  const { target, workload } = await readOwner(client, pod);
  const of = { asked: target, target };
  return workload ? { kind: 'workload', ...of, workload, pods } : { kind: 'pod', ...of, pod };
}

/** The claims of pods that have no node, or run on one but have no container yet: they may wait for a volume. */
async function beyondWaiting(client: KubeClient, from: Target, pods: readonly SeenPod[]): Promise<Beyond> {
  const waiting = pods.filter((pod) => conditionStatus(pod, 'PodScheduled') === 'False' || isCreating(pod));
  const names = waiting.flatMap(({ spec }) => (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []));
  const claims = [...new Set(names)].slice(0, mostClaims);
  const found = await Promise.all(
    claims.map(async (name) => {
      const { apiVersion, kind } = kinds.PersistentVolumeClaim;
      const claim = await readTarget(client, { apiVersion, kind, namespace: from.namespace, name });
      const link: Link = { from, to: claim.target, via: linkedBy.claim };
      const further = claim.kind === 'claim' ? await provisionOf(client, claim.claim).catch(unless(isSpent, nothing)) : nothing;
      return merged([{ beyond: [claim], links: [link] }, further]);
    }),
  );
  return merged(found);
}

function isCreating({ status }: SeenPod): boolean {
  return status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ContainerCreating') ?? false;
}

async function beyondClaim(client: KubeClient, claim: SeenClaim): Promise<Beyond> {
  const provision = await provisionOf(client, claim);
  const mounting = await beyondMounts(client, claim).catch(unless(isSpent, nothing));
  return merged([provision, mounting]);
}

/** The workload whose pods mount the claim. */
async function beyondMounts(client: KubeClient, { metadata, ...claim }: SeenClaim): Promise<Beyond> {
  const { items } = await client.list<SeenPod>(kinds.Pod, { namespace: metadata.namespace, limit: mostMounting });
  const pods = items.filter(({ spec }) => spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name));
  const to = targetOf({ ...claim, metadata });
  const { beyond } = await beyondPods(client, to, { pods, via: linkedBy.claim });
  return { beyond, links: beyond.map(({ target }) => ({ from: target, to, via: linkedBy.claim })) };
}

/** The volume of a claim and its driver; of a claim without one, the class that should make it. */
async function provisionOf(client: KubeClient, claim: SeenClaim): Promise<Beyond> {
  const from = targetOf(claim);
  const { volumeName, storageClassName } = claim.spec;
  if (volumeName) {
    const { apiVersion, kind } = kinds.PersistentVolume;
    const seen = await readTarget(client, { apiVersion, kind, name: volumeName });
    const link: Link = { from, to: seen.target, via: linkedBy.volume };
    return { beyond: [seen], links: [link, ...(seen.kind === 'volume' ? driverOf(seen.volume) : [])] };
  }
  return storageClassName ? classOf(client, from, storageClassName) : nothing;
}

async function classOf(client: KubeClient, from: Target, name: string): Promise<Beyond> {
  const { apiVersion, kind } = kinds.StorageClass;
  const target: Target = { apiVersion, kind, name };
  const found = await getOrAbsent<SeenStorageClass>(client, kinds.StorageClass, target);
  const links: Link[] = [{ from, to: target, via: linkedBy.storageClass }];
  if (!found) return { beyond: [{ kind: 'missing', asked: target, target }], links };
  const { provisioner } = found;
  return { beyond: [], links: provisioner ? [...links, { from: target, to: driver(provisioner), via: linkedBy.provisioner }] : links };
}

function driverOf(volume: SeenVolume): Link[] {
  const name = volume.spec.csi?.driver;
  return name ? [{ from: targetOf(volume), to: driver(name), via: linkedBy.driver }] : [];
}

const driver = (name: string): Target => ({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name });

const illHealth: readonly (string | undefined)[] = ['Degraded', 'Missing'];

async function beyondApplication(client: KubeClient, application: SeenApplication, mayName: MayName): Promise<Beyond> {
  const to = targetOf(application);
  const ill = (application.status?.resources ?? [])
    .filter(({ health }) => illHealth.includes(health?.status))
    .flatMap(({ group, version, kind = '', namespace, name }) => {
      const apiVersion = [group, version].filter(Boolean).join('/') || usualApiVersion(kind);
      return apiVersion === undefined || name === undefined ? [] : [{ apiVersion, kind, namespace, name }];
    })
    .filter((target) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(target.kind) && mayName(target));
  const beyond = await Promise.all(ill.slice(0, mostManaged).map((target) => readTarget(client, target)));
  return { beyond, links: beyond.map(({ target }) => ({ from: target, to, via: managedBy })) };
}

type Selecting = Resource<
  {
    readonly selector?: LabelSelector;
    readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
  },
  unknown
>;

/** The workload that an autoscaler scales or a disruption budget guards. */
async function beyondSelector(client: KubeClient, from: Target, mayName: MayName): Promise<Beyond> {
  const kind = findKind(from.apiVersion, from.kind);
  if (kind !== kinds.HorizontalPodAutoscaler && kind !== kinds.PodDisruptionBudget) return nothing;
  const found = await getOrAbsent<Selecting>(client, kind, from);
  const { scaleTargetRef, selector } = found?.spec ?? {};
  if (scaleTargetRef) {
    const { kind: scaled, name, apiVersion = usualApiVersion(scaled) ?? 'apps/v1' } = scaleTargetRef;
    const target = resolveNamespace({ apiVersion, kind: scaled, name }, from.namespace);
    if (!mayName(target)) return nothing;
    const seen = await readTarget(client, target);
    return { beyond: [seen], links: [{ from, to: seen.target, via: linkedBy.scaled }] };
  }
  const pods = await readPodsOf(client, { metadata: from, spec: { selector } });
  return beyondPods(client, from, { pods, via: linkedBy.selected });
}

function merged(parts: readonly Beyond[]): Beyond {
  const beyond = parts.flatMap((part) => part.beyond);
  return {
    beyond: [...new Map(beyond.map((seen) => [targetKey(seen.target), seen])).values()],
    links: parts.flatMap(({ links }) => links),
  };
}
