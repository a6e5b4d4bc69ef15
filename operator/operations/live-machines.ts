import type { Resource } from '../api/resource.ts';
import type { SeenCapacity } from '../domain/health/capacity.ts';
import { selectorText } from '../domain/health/label-selector.ts';
import type { KubeClient, ListOptions } from '../kube/client.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import { asNode, readiness } from './live-node.ts';

/** What the engine reads of a Machine or a NodeClaim. */
type Machine = Resource<
  unknown,
  {
    readonly nodeRef?: { readonly name: string };
    readonly nodeName?: string;
    readonly phase?: string;
    readonly errorMessage?: string;
    readonly failureMessage?: string;
    /** Where Cluster API has that message since v1beta2. */
    readonly deprecated?: { readonly v1beta1?: { readonly failureMessage?: string } };
  }
>;

/** What has become of a machine. */
export type MachineState =
  | { readonly kind: 'ready'; readonly machine: string; readonly node: string }
  | { readonly kind: 'coming'; readonly machine: string }
  | { readonly kind: 'failed'; readonly machine: string; readonly why: string };

/**
 * The machines of a group: how many, and when the youngest was made, by the API server's clock; empty when there is none. That clock knows
 * whole seconds only, so those of the last one are told by the beginnings of their uids.
 */
export interface Stock {
  readonly machines: number;
  readonly youngest: string;
  readonly ofThatSecond: readonly string[];
}

const uidLength = 8;

type Where = { readonly kind: Kind; readonly options: ListOptions };

/** Where the machines of a MachineSet, MachineDeployment or NodePool are found. */
function machinesOf({ apiVersion, kind, metadata: { namespace, name }, spec }: SeenCapacity): Where {
  switch (findKind(apiVersion, kind)) {
    case kinds.MachineDeployment:
      return { kind: kinds.ClusterMachine, options: { namespace, labelSelector: `cluster.x-k8s.io/deployment-name=${name}` } };
    case kinds.NodePool:
      return { kind: kinds.NodeClaim, options: { labelSelector: `karpenter.sh/nodepool=${name}` } };
    default:
      return { kind: kinds.Machine, options: { namespace, labelSelector: selectorText(spec.selector) } };
  }
}

/** Live: the machines that are there now. */
export async function takeStock(client: KubeClient, capacity: SeenCapacity): Promise<Stock> {
  const { kind, options } = machinesOf(capacity);
  const { items } = await client.list(kind, { ...options, metadataOnly: true });
  const youngest = items.map(({ metadata }) => metadata.creationTimestamp).reduce((a, b) => (a > b ? a : b), '');
  const last = items.filter(({ metadata }) => metadata.creationTimestamp === youngest);
  return { machines: items.length, youngest, ofThatSecond: last.map(({ metadata }) => metadata.uid.slice(0, uidLength)) };
}

/** Live: the machines that were made since, with what has become of them. */
export async function machinesSince(
  client: KubeClient,
  capacity: SeenCapacity,
  { youngest, ofThatSecond }: Pick<Stock, 'youngest' | 'ofThatSecond'>,
): Promise<MachineState[]> {
  const { kind, options } = machinesOf(capacity);
  const { items } = await client.list<Machine>(kind, options);
  const known = new Set(ofThatSecond);
  const fresh = items.filter(({ metadata: { creationTimestamp, uid, deletionTimestamp } }) => {
    const isNew = creationTimestamp > youngest || (creationTimestamp === youngest && !known.has(uid.slice(0, uidLength)));
    return isNew && deletionTimestamp === undefined;
  });
  return Promise.all(fresh.map((machine) => stateOf(client, machine)));
}

async function stateOf(client: KubeClient, { metadata: { name: machine }, status = {} }: Machine): Promise<MachineState> {
  if (status.phase === 'Failed') return { kind: 'failed', machine, why: whyFailed(status) };
  const node = await readyNode(client, status.nodeRef?.name ?? status.nodeName);
  return node === undefined ? { kind: 'coming', machine } : { kind: 'ready', machine, node };
}

function whyFailed({ errorMessage, failureMessage, deprecated }: NonNullable<Machine['status']>): string {
  return errorMessage ?? failureMessage ?? deprecated?.v1beta1?.failureMessage ?? 'nobody says why';
}

async function readyNode(client: KubeClient, name = ''): Promise<string | undefined> {
  const node = name === '' ? undefined : await client.get(kinds.Node, { name });
  return node && readiness(asNode(node)) === 'True' ? name : undefined;
}
