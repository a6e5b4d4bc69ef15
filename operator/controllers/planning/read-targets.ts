import type { Anomaly, Target } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import { hintedTargets } from '../../domain/diagnosis/hints.ts';
import { targetOf, type ConditionedWorkload, type SeenTarget } from '../../domain/diagnosis/seen.ts';
import type { SeenClusterOperator, SeenNode, SeenPod, SeenPool } from '../../domain/health/objects.ts';
import { selectorText } from '../../domain/health/label-selector.ts';
import { objectionToTarget } from '../../domain/planning/namespace-rule.ts';
import { keyFor, type KubeClient, type StoredObject } from '../../kube/client.ts';
import { isKindNotInstalled, unless } from '../../kube/errors.ts';
import { findKind, kinds, type Kind } from '../../kube/kinds.ts';
import { readOwner, workloadKind } from './read-owner.ts';

/**
 * Live: what the anomaly names, each target once. Without targets, what its details name, as far as it is there and the anomaly's
 * namespace may name it.
 */
export async function readTargets(client: KubeClient, { metadata, spec }: Anomaly, systemNamespace: string): Promise<SeenTarget[]> {
  const { namespace } = metadata;
  const named = spec.targets ?? [];
  if (named.length > 0) return Promise.all(named.map((target) => readTarget(client, resolveNamespace(target, namespace))));
  const hints = hintedTargets(spec.details, namespace).filter((hint) => !objectionToTarget(hint, namespace, systemNamespace));
  const found = await Promise.all(hints.map((hint) => readTarget(client, hint)));
  return found.filter(({ kind }) => kind !== 'missing');
}

async function readTarget(client: KubeClient, asked: Target): Promise<SeenTarget> {
  const kind = findKind(asked.apiVersion, asked.kind);
  if (kind === kinds.MachineConfig) return readMachineConfig(client, asked);
  const reader = kind && readerOf(kind);
  return reader ? reader(client, asked) : { kind: 'other', asked, target: asked };
}

type Reader = (client: KubeClient, asked: Target) => Promise<SeenTarget>;

const readers: ReadonlyMap<Kind, Reader> = new Map<Kind, Reader>([
  [kinds.Node, (client, asked) => readAs<SeenNode>(client, asked, (node) => ({ kind: 'node', node }))],
  [kinds.MachineConfigPool, (client, asked) => readAs<SeenPool>(client, asked, (pool) => ({ kind: 'pool', pool }))],
  [kinds.ClusterOperator, (client, asked) => readAs<SeenClusterOperator>(client, asked, (operator) => ({ kind: 'operator', operator }))],
  [kinds.Pod, (client, asked) => readAs<SeenPod>(client, asked, (pod) => readPod(client, pod))],
]);

function readerOf(kind: Kind): Reader | undefined {
  if (!workloadKind(kind)) return readers.get(kind);
  return (client, asked) =>
    readAs<ConditionedWorkload>(client, asked, async (workload) => ({ kind: 'workload', workload, pods: await podsOf(client, workload) }));
}

type Facts = SeenTarget extends infer One ? (One extends SeenTarget ? Omit<One, 'asked' | 'target'> & { target?: Target } : never) : never;

async function readAs<T extends StoredObject>(
  client: KubeClient,
  asked: Target,
  facts: (object: T) => Facts | Promise<Facts>,
): Promise<SeenTarget> {
  const kind = findKind(asked.apiVersion, asked.kind);
  const object = kind && (await getOrAbsent<T>(client, kind, asked));
  if (!object) return { kind: 'missing', asked, target: asked };
  if (asked.uid !== undefined && asked.uid !== object.metadata.uid) return { kind: 'replaced', asked, target: asked };
  return { asked, target: targetOf(object), ...(await facts(object)) };
}

/** An object of a kind whose API is not installed does not exist. */
async function getOrAbsent<T extends StoredObject>(client: KubeClient, kind: Kind, { namespace, name }: Target): Promise<T | undefined> {
  return client.get<T>(kind, keyFor(kind, { namespace, name })).catch(unless(isKindNotInstalled));
}

/** A pod stands for its top controller, and shows how that fares. */
async function readPod(client: KubeClient, pod: SeenPod): Promise<Facts> {
  const { target, workload } = await readOwner(client, pod);
  return workload ? { kind: 'workload', target, workload, pods: [pod] } : { kind: 'pod', target, pod };
}

async function podsOf(client: KubeClient, { metadata, spec }: ConditionedWorkload): Promise<SeenPod[]> {
  const labelSelector = selectorText(spec.selector);
  if (labelSelector === undefined) return [];
  const { items } = await client.list<SeenPod>(kinds.Pod, { namespace: metadata.namespace, labelSelector });
  return items;
}

interface Sources {
  readonly spec?: { readonly configuration?: { readonly source?: readonly { readonly name?: string }[] } };
}

/** A MachineConfig has no health of its own; the pool that it is part of has. */
async function readMachineConfig(client: KubeClient, asked: Target): Promise<SeenTarget> {
  const pools = await listPools<SeenPool & Sources>(client);
  const pool = pools.find(({ spec }) => spec.configuration?.source?.some(({ name }) => name === asked.name));
  return pool ? { kind: 'pool', asked, target: targetOf(pool), pool } : { kind: 'other', asked, target: asked };
}

/** Live: every MachineConfigPool; none where that API is not installed. */
export async function listPools<T extends SeenPool>(client: KubeClient): Promise<T[]> {
  const found: { readonly items: T[] } = await client.list<T>(kinds.MachineConfigPool).catch(unless(isKindNotInstalled, { items: [] }));
  return found.items;
}
