import type { ResolvedTarget, Target } from '../api/generated/types.ts';
import { controllerOf, type OwnerReference } from '../api/resource.ts';
import { isClusterScoped, resolveNamespace } from '../api/target.ts';
import { selectorText, type LabelSelector } from '../domain/health/label-selector.ts';
import { keyFor, type KubeClient, type KubeObject, type StoredObject } from './client.ts';
import { isKindNotInstalled, unless } from './errors.ts';
import { findKind, groupOf, kinds } from './kinds.ts';

/** What a target stands for; `object` is the one that is named, `target` the one that is locked, `top` that one where it was read. */
export type Resolution =
  | { readonly kind: 'found'; readonly target: ResolvedTarget; readonly object: KubeObject; readonly top?: KubeObject }
  | { readonly kind: 'missing' };

interface PodLike extends StoredObject {
  spec?: { nodeName?: string };
  status?: { phase?: string };
}

interface Selecting extends KubeObject {
  spec?: { selector?: LabelSelector };
}

/** As many as the status can hold beside everything else. */
const mostNodes = 500;
const mostBytes = 20 * 1024;
/** Of a name its quotes and a comma. */
const quotes = 3;
const longestName = 253;

/** Whether these are so many nodes of one target that there may be more which are not told. */
export function mayHaveMoreNodes(nodes: readonly string[]): boolean {
  const bytes = nodes.reduce((sum, { length }) => sum + length + quotes, 0);
  return nodes.length >= mostNodes || bytes > mostBytes - longestName - quotes;
}

const withPods: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Whether it may stand for more than the object that it names: for what controls it, or for the nodes that its pods are on. */
export function standsForMore({ apiVersion, kind }: Pick<Target, 'apiVersion' | 'kind'>): boolean {
  const group = groupOf(apiVersion);
  return (group === '' && kind === 'Pod') || (group === 'apps' && withPods.has(kind));
}

/**
 * Live: the object that the target names, a Pod as its top controller (ReplicaSet -> Deployment), and the nodes its pods run on, of a Node
 * itself. `missing` when it does not exist, its API is not installed or the engine does not know its kind. Throws what the reads throw.
 */
export async function resolveTarget(client: KubeClient, target: Target, ownNamespace: string | undefined): Promise<Resolution> {
  const named = resolveNamespace(target, ownNamespace);
  const object = await read(client, named);
  if (!object) return { kind: 'missing' };
  const top = object.kind === 'Pod' ? await topOf(client, object) : { target: targetOf(object), object };
  return {
    kind: 'found',
    target: { ...top.target, nodes: await nodesOf(client, top, object) },
    object,
    ...(top.object && { top: top.object }),
  };
}

interface Top {
  readonly target: ResolvedTarget;
  /** Absent when it is of a kind that is not read. */
  readonly object?: KubeObject;
}

async function topOf(client: KubeClient, object: KubeObject): Promise<Top> {
  const owner = controllerOf(object);
  if (!owner) return { target: targetOf(object), object };
  const target = ownerTarget(owner, object.metadata.namespace);
  if (!isReadable(owner)) return { target };
  const found = await read(client, target);
  if (found?.metadata.uid !== owner.uid) return { target };
  return owner.kind === 'ReplicaSet' ? topOf(client, found) : { target, object: found };
}

/** Of other controllers the name is enough, and the engine has no right to read them. */
function isReadable({ apiVersion, kind }: OwnerReference): boolean {
  return groupOf(apiVersion) === 'apps' && withPods.has(kind);
}

async function nodesOf(client: KubeClient, { target, object }: Top, named: KubeObject): Promise<string[]> {
  if (target.kind === 'Node' && groupOf(target.apiVersion) === '') return [target.name];
  const selector = object && withPods.has(object.kind) ? selectorText((object as Selecting).spec?.selector) : undefined;
  if (selector === undefined) return named.kind === 'Pod' ? runningOn([named]) : [];
  const { items } = await client.list<PodLike>(kinds.Pod, { namespace: target.namespace, labelSelector: selector });
  return runningOn(items);
}

function runningOn(pods: readonly PodLike[]): string[] {
  const running = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const names = [...new Set(running.flatMap(({ spec }) => spec?.nodeName ?? []))].sort().slice(0, mostNodes);
  let room = mostBytes;
  return names.filter((name) => (room -= name.length + quotes) >= 0);
}

async function read(client: KubeClient, { apiVersion, kind, namespace, name }: Target | ResolvedTarget): Promise<KubeObject | undefined> {
  const known = findKind(apiVersion, kind);
  if (!known) return undefined;
  return client.get(known, keyFor(known, { namespace, name })).catch(unless(isKindNotInstalled));
}

function targetOf({ apiVersion, kind, metadata: { namespace, name, uid } }: KubeObject): ResolvedTarget {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name, uid };
}

function ownerTarget({ apiVersion, kind, name, uid }: OwnerReference, namespace: string | undefined): ResolvedTarget {
  return { apiVersion, kind, ...(!isClusterScoped(kind) && { namespace }), name, uid };
}
