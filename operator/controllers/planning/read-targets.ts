import type { Anomaly, Target } from '../../api/generated/types.ts';
import { targetsFromDetails, type NodeIndex } from '../../domain/alerts/targets-from-details.ts';
import type { SeenApplication, SeenClaim, SeenJob, SeenVolume } from '../../domain/diagnosis/seen-objects.ts';
import { targetOf, type ConditionedWorkload, type SeenTarget } from '../../domain/diagnosis/seen.ts';
import { selectorText } from '../../domain/health/label-selector.ts';
import type { SeenClusterOperator, SeenEndpointSlice, SeenNode, SeenPod, SeenPool, SeenService } from '../../domain/health/objects.ts';
import { objectionToTarget } from '../../domain/planning/namespace-rule.ts';
import { reportedBy } from '../../domain/planning/related-incident.ts';
import { keyFor, type KubeClient, type StoredObject } from '../../kube/client.ts';
import { isKindNotInstalled, unless } from '../../kube/errors.ts';
import { findKind, kinds, type Kind } from '../../kube/kinds.ts';
import { readPodsOf } from '../../kube/read-pods.ts';
import { isSpent } from './limited-reads.ts';
import { deploymentFromLabels, readOwner, workloadKind } from './read-owner.ts';

/** The nodes that are watched. */
export interface SeenNodes {
  /** Tells a node by its name or address. */
  readonly named: NodeIndex;
  readonly get: (name: string) => SeenNode | undefined;
}

/** So many nodes are read live; where more are reported, what is known of them by the watch has to do. */
const fewNodes = 3;

/** What targets are read with. */
export interface TargetReading {
  readonly client: KubeClient;
  readonly nodes: SeenNodes;
  readonly systemNamespace: string;
}

/**
 * Live: what the anomaly names, each target once. Without targets, what its details name, as far as it is there and the anomaly's
 * namespace may name it.
 */
export async function readTargets({ client, nodes, systemNamespace }: TargetReading, anomaly: Anomaly): Promise<SeenTarget[]> {
  const { namespace } = anomaly.metadata;
  const named = reportedBy(anomaly);
  const isFew = named.filter(({ kind }) => kind === 'Node').length <= fewNodes;
  const watched = (target: Target) => (isFew ? undefined : watchedNode(nodes, target));
  if (named.length > 0) return Promise.all(named.map(async (target) => watched(target) ?? readTarget(client, target)));
  const hints = targetsFromDetails(anomaly.spec.details, namespace, nodes.named).filter(
    (hint) => !objectionToTarget(hint, namespace, systemNamespace),
  );
  const found = await Promise.all(hints.map((hint) => readTarget(client, hint)));
  return found.filter(({ kind }) => kind !== 'missing');
}

function watchedNode(nodes: SeenNodes, asked: Target): SeenTarget | undefined {
  const node = findKind(asked.apiVersion, asked.kind) === kinds.Node ? nodes.get(asked.name) : undefined;
  const isAsked = node !== undefined && (asked.uid === undefined || asked.uid === node.metadata.uid);
  return isAsked ? { kind: 'node', asked, target: targetOf(node), node } : undefined;
}

/** Live: one object and what it takes to judge it. One that is not read any more, or of a kind that nobody judges, is `other`. */
export async function readTarget(client: KubeClient, asked: Target): Promise<SeenTarget> {
  const kind = findKind(asked.apiVersion, asked.kind);
  const reader = kind && (workloadKind(kind) ? readWorkloadTarget : readers.get(kind));
  const other: SeenTarget = { kind: 'other', asked, target: asked };
  return reader ? reader(client, asked).catch(unless(isSpent, other)) : other;
}

type Reader = (client: KubeClient, asked: Target) => Promise<SeenTarget>;

const readers: ReadonlyMap<Kind, Reader> = new Map<Kind, Reader>([
  [kinds.Node, (client, asked) => readAs<SeenNode>(client, asked, (node) => ({ kind: 'node', node }))],
  [kinds.MachineConfig, readMachineConfig],
  [kinds.MachineConfigPool, (client, asked) => readAs<SeenPool>(client, asked, (pool) => ({ kind: 'pool', pool }))],
  [kinds.ClusterOperator, (client, asked) => readAs<SeenClusterOperator>(client, asked, (operator) => ({ kind: 'operator', operator }))],
  [kinds.Pod, (client, asked) => readAs<SeenPod>(client, asked, (pod) => readPod(client, pod))],
  [kinds.Service, (client, asked) => readAs<SeenService>(client, asked, (service) => readService(client, service))],
  [kinds.PersistentVolumeClaim, (client, asked) => readAs<SeenClaim>(client, asked, (claim) => ({ kind: 'claim', claim }))],
  [kinds.PersistentVolume, (client, asked) => readAs<SeenVolume>(client, asked, (volume) => ({ kind: 'volume', volume }))],
  [kinds.Application, (client, asked) => readAs<SeenApplication>(client, asked, (application) => ({ kind: 'application', application }))],
  [kinds.Job, (client, asked) => readAs<SeenJob>(client, asked, (job) => readJob(client, job))],
]);

function readWorkloadTarget(client: KubeClient, asked: Target): Promise<SeenTarget> {
  return readAs<ConditionedWorkload>(client, asked, async (workload) => ({
    kind: 'workload',
    workload,
    pods: await podsOf(client, workload),
  }));
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

/** The engine may list these, not get them: what is asked for by name is the same. */
const listed: ReadonlySet<Kind> = new Set([kinds.Service, kinds.HorizontalPodAutoscaler, kinds.PodDisruptionBudget]);

/** Live: the object; one of a kind whose API is not installed does not exist. */
export async function getOrAbsent<T extends StoredObject>(client: KubeClient, kind: Kind, target: Target): Promise<T | undefined> {
  const { namespace, name } = keyFor(kind, target);
  if (!listed.has(kind)) return client.get<T>(kind, { namespace, name }).catch(unless(isKindNotInstalled));
  const { items } = await client.list<T>(kind, { namespace, fieldSelector: `metadata.name=${name}` });
  return items[0];
}

/** A pod stands for its top controller, which shows by its other pods too how it fares. */
async function readPod(client: KubeClient, pod: SeenPod): Promise<Facts> {
  const unread = { target: deploymentFromLabels(pod) ?? targetOf(pod), workload: undefined };
  const { target, workload } = await readOwner(client, pod).catch(unless(isSpent, unread));
  if (!workload) return { kind: 'pod', target, pod };
  const others = (await podsOf(client, workload)).filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
  return { kind: 'workload', target, workload, pods: [pod, ...others] };
}

/** The pods that it selects, as far as they are still read. */
function podsOf(client: KubeClient, selecting: Parameters<typeof readPodsOf>[1]): Promise<SeenPod[]> {
  return readPodsOf(client, selecting).catch(unless(isSpent, []));
}

async function readService(client: KubeClient, service: SeenService): Promise<Facts> {
  const { namespace, name } = service.metadata;
  const { selector = {} } = service.spec;
  if (Object.keys(selector).length === 0) return { kind: 'service', service, slices: [], pods: [] };
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const [slices, pods] = await Promise.all([
    client.list<SeenEndpointSlice>(kinds.EndpointSlice, { namespace, labelSelector }),
    client.list<SeenPod>(kinds.Pod, { namespace, labelSelector: selectorText({ matchLabels: selector }) }),
  ]);
  return { kind: 'service', service, slices: slices.items, pods: pods.items };
}

async function readJob(client: KubeClient, job: SeenJob): Promise<Facts> {
  return { kind: 'job', job, pods: await podsOf(client, job) };
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
