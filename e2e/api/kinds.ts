import { join } from 'node:path';
import { type Cluster, find } from '../harness/cluster.ts';
import { applyObjects, kubectl, waitForCrds } from '../harness/kubectl.ts';

const plurals = {
  Anomaly: 'anomalies',
  RemediationPlan: 'remediationplans',
  RemediationAction: 'remediationactions',
  RemediationPolicy: 'remediationpolicies',
} as const;

/** The four kinds. */
export type KindName = keyof typeof plurals;

export const kindNames = Object.keys(plurals) as KindName[];

/** Those that come to an end; they have phases and a namespace. */
export type EndingKind = Exclude<KindName, 'RemediationPolicy'>;

export const endingKinds = kindNames.filter((kind): kind is EndingKind => kind !== 'RemediationPolicy');

export const group = 'coordination.selfheal.dev';

export const crdFolder = join(import.meta.dirname, '../../crds');

/** True afterwards: the shipped CRDs are served, and the namespace exists. */
export async function prepare(cluster: Cluster, namespace: string): Promise<void> {
  await kubectl(cluster, ['apply', '-k', crdFolder]);
  await waitForCrds(
    cluster,
    Object.values(plurals).map((plural) => `${plural}.${group}`),
  );
  if (!(await find(cluster, `/api/v1/namespaces/${namespace}`))) {
    await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  }
}

/** The path of the kind's objects in a namespace, if it has namespaces, or of one of them. */
export function pathOf(kind: KindName, namespace: string, name?: string): string {
  const within = kind === 'RemediationPolicy' ? '' : `namespaces/${namespace}/`;
  const list = `/apis/${group}/v1alpha1/${within}${plurals[kind]}`;
  return name === undefined ? list : `${list}/${name}`;
}
