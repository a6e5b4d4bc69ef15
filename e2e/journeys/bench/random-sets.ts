import type { ActionWish } from '../../../operator/testing/action-builder.ts';
import type { CheckedWorld } from '../../checker/arbitration-facts.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { applyObjects } from '../../harness/kubectl.ts';
import { createNodes } from '../../harness/nodes.ts';
import { deployment, untilRolledOut } from '../../harness/workloads.ts';

/** Where the sets lie: set k has the node `<prefix>-k` and on it the Deployments `a<k>` and `b<k>`. */
export interface Grounds {
  readonly prefix: string;
  readonly sets: number;
}

/** True afterwards: each set has its node and its workloads, whose pods are there whatever is cordoned. */
export async function prepareGrounds(cluster: Cluster, { prefix, sets }: Grounds): Promise<void> {
  const all = Array.from({ length: sets }, (_, k) => k);
  await createNodes(
    cluster,
    all.map((k) => ({ name: `${prefix}-${k}` })),
  );
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: prefix } };
  const workloads = all.flatMap((k) => [`a${k}`, `b${k}`].map((name) => tolerant(prefix, name, `${prefix}-${k}`)));
  await applyObjects(cluster, [namespace]);
  await applyObjects(cluster, workloads);
  for (const k of all) for (const name of [`a${k}`, `b${k}`]) await untilRolledOut(cluster, prefix, name);
}

interface Workload {
  readonly spec: { readonly template: { readonly spec: object } };
}

function tolerant(namespace: string, name: string, node: string): object {
  const made = deployment({ namespace, name, node }) as Workload;
  const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }];
  const { template } = made.spec;
  return { ...made, spec: { ...made.spec, template: { ...template, spec: { ...template.spec, tolerations } } } };
}

/** What the checker has to know of the grounds. */
export function worldOf({ prefix, sets }: Grounds, rules: Pick<CheckedWorld, 'maxActive' | 'scope'>): CheckedWorld {
  const placed = Array.from({ length: sets }, (_, k) =>
    [`a${k}`, `b${k}`].map((name) => [`Deployment/${prefix}/${name}`, [`${prefix}-${k}`]]),
  );
  return { placement: Object.fromEntries(placed.flat()) as Record<string, string[]>, threshold: 0.7, ...rules };
}

type Wish = ActionWish & { readonly name: string };

/** Up to 30 actions that want the same few things: cheap to carry out, of all sources and priorities. */
export function randomSet(random: () => number, id: string, { prefix, k }: { readonly prefix: string; readonly k: number }): Wish[] {
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const length = 1 + Math.floor(random() * 30);
  return Array.from({ length }, (_, i) => {
    const workload = `Deployment/${prefix}/${pick('a', 'b')}${k}`;
    const work = pick<ActionWish>(
      { operation: pick('cordon_node', 'uncordon_node'), target: `Node/${prefix}-${k}` },
      { operation: pick('cordon_node', 'uncordon_node'), target: `Node/${prefix}-${k}`, dryRun: random() < 0.2 },
      { type: 'resource_scaling', operation: 'scale_workload', target: workload, parameters: { replicas: pick(1, 2) } },
      { type: 'application_remediation', operation: 'observe', target: workload, parameters: { seconds: 0 } },
    );
    const source = pick('deterministic', 'deterministic', 'manual', 'ai_driven', 'ai_driven');
    const confidence = source === 'ai_driven' ? { confidence: pick(0.3, 0.69, 0.7, 0.95) } : {};
    return { ...work, ...confidence, source, priority: pick(1, 2, 3, 4, 5), timeoutSeconds: 30, name: `act-${id}-${i}` };
  });
}

/** The set that an action of that name belongs to. */
export function setOf(action: string): string {
  return action.slice(0, action.lastIndexOf('-'));
}

/** The wishes in another order. */
export function shuffled<T>(random: () => number, values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
