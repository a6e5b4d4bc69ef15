import { isObjectName } from '../api/target.ts';
import { planDrain, type DrainBudget, type DrainConsent, type DrainPlan, type DrainPod } from '../domain/execution/evictable.ts';
import type { KubeClient } from '../kube/client.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { nodeOf, readiness } from './live-node.ts';
import type { OperationContext } from './operation.ts';
import { readPodsOn } from '../kube/read-pods.ts';

/** What is on the node now, and what a drain would do with it. */
export interface DrainReading extends DrainPlan {
  readonly budgets: readonly DrainBudget[];
}

/** Read live: the node's pods, the DaemonSets that they belong to and the budgets of their namespaces. */
export async function readDrain(context: OperationContext): Promise<DrainReading> {
  const { client, target, now } = context;
  const pods = await readPodsOn<DrainPod>(client, target.name);
  const namespaces = new Set(pods.map(({ metadata }) => metadata.namespace));
  const [daemonSets, budgets] = [await existingDaemonSets(context, pods), await budgetsIn(context.client, namespaces)];
  const node = nodeOf(context);
  const view = { pods, budgets, daemonSets, now, unreachable: !node || readiness(node) === 'Unknown' };
  return { ...planDrain(view, consentOf(context)), budgets };
}

function consentOf({ parameters }: OperationContext): DrainConsent {
  return { force: parameters['force'] === true, deleteEmptyDirData: parameters['deleteEmptyDirData'] === true };
}

async function existingDaemonSets({ client }: OperationContext, pods: readonly DrainPod[]): Promise<ReadonlySet<string>> {
  const named = pods.flatMap(({ metadata }) =>
    (metadata.ownerReferences ?? [])
      .filter(({ kind, controller, name }) => kind === 'DaemonSet' && controller && isObjectName(name))
      .map(({ name }) => ({ namespace: metadata.namespace, name })),
  );
  const distinct = [...new Map(named.map((key) => [`${key.namespace}/${key.name}`, key])).entries()];
  const found = await Promise.all(distinct.map(async ([text, key]) => ((await client.get(kinds.DaemonSet, key)) ? [text] : [])));
  return new Set(found.flat());
}

/** Live: the PodDisruptionBudgets of the namespaces; none where their API is not installed. */
export async function budgetsIn(client: KubeClient, namespaces: ReadonlySet<string | undefined>): Promise<DrainBudget[]> {
  const lists = [...namespaces].map(async (namespace) => {
    const list = client.list<DrainBudget>(kinds.PodDisruptionBudget, { namespace });
    return (await list.catch(unless(isKindNotInstalled, { items: [] }))).items;
  });
  return (await Promise.all(lists)).flat();
}
