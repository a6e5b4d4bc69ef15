import { api, ApiError, type Cluster, type KubeObject } from './cluster.ts';
import { eventually } from './eventually.ts';

/** A CRD as far as its removal needs it. */
export interface Crd extends KubeObject {
  readonly spec: { readonly group: string; readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
}

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The controller that cleans up after a CRD waits longer after each failure, up to minutes, unless the CRD changes. */
const patienceMs = 5_000;

/** Every CRD of the cluster. */
export async function listCrds(cluster: Cluster): Promise<readonly Crd[]> {
  return (await api<{ items: Crd[] }>(cluster, { path: crds })).items;
}

/** True afterwards: these CRDs and every object of their kinds are gone. */
export async function removeCrds(cluster: Cluster, names: readonly string[]): Promise<void> {
  const gone = async (): Promise<boolean> => {
    const left = (await listCrds(cluster)).filter(({ metadata }) => names.includes(metadata.name));
    for (const crd of left) await askFor(cluster, crd);
    return left.length === 0;
  };
  await eventually(gone, { within: 170_000, every: 500, describe: `CRDs are gone: ${names.join(', ')}` });
}

async function askFor(cluster: Cluster, { metadata: { name, deletionTimestamp } }: Crd): Promise<void> {
  const path = `${crds}/${name}`;
  const asked = Date.parse(deletionTimestamp ?? '');
  if (Number.isNaN(asked)) return settle(api(cluster, { method: 'DELETE', path }));
  if (Date.now() - asked < patienceMs) return;
  const annotations = { 'e2e.selfheal.dev/asked-again': new Date().toISOString() };
  await settle(api(cluster, { method: 'PATCH', path, body: { metadata: { annotations } } }));
}

/** It may be gone by now, or have just changed. */
async function settle(request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    if (!(error instanceof ApiError && [404, 409, 422].includes(error.status))) throw error;
  });
}
