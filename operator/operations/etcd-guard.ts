import { matchesSelector, type LabelSelector } from '../domain/health/label-selector.ts';
import { isReady } from '../domain/health/pod.ts';
import type { Resource } from '../api/resource.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { LiveNode } from './live-node.ts';
import type { Inspection, OperationContext } from './operation.ts';
import { readPodsOn } from '../kube/read-pods.ts';

type GuardBudget = Resource<{ readonly selector?: LabelSelector }, { readonly disruptionsAllowed?: number }>;

/** Where OpenShift keeps the guards of etcd: one pod per member, ready as long as the member is, under one budget. */
const namespace = 'openshift-etcd';
const budgetName = 'etcd-guard-pdb';

/**
 * That no member of etcd may be missing just now while the one on this node is well; undefined when one may, when this node's member is the
 * one that is ill, and where nothing guards etcd.
 */
export async function objectionToEtcdGuard(node: LiveNode, { client }: OperationContext): Promise<Inspection | undefined> {
  const options = { namespace, fieldSelector: `metadata.name=${budgetName}` };
  const { items } = await client.list<GuardBudget>(kinds.PodDisruptionBudget, options).catch(unless(isKindNotInstalled, { items: [] }));
  const budget = items.find(({ metadata }) => metadata.name === budgetName);
  if (!budget || (budget.status?.disruptionsAllowed ?? 0) > 0) return undefined;
  const { name } = node.metadata;
  const pods = await readPodsOn(client, name, namespace);
  const guard = pods.find((pod) => matchesSelector(budget.spec.selector, pod.metadata.labels) && isReady(pod));
  if (!guard) return undefined;
  const by = `PodDisruptionBudget/${namespace}/${budgetName}`;
  const message = `${by} lets no member of etcd be missing just now, and the one on Node/${name} is well.`;
  return { kind: 'blocked', reason: 'EtcdGuard', message, by };
}
