import { api, ApiError, type Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { applyObjects } from './kubectl.ts';

/** True afterwards: no pod can be made in the namespace until what is returned was called, and has ended. */
export async function forbidPods(cluster: Cluster, namespace: string): Promise<() => Promise<void>> {
  const metadata = { namespace, name: 'no-pods' };
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '0' } } }]);
  await untilQuota(cluster, namespace, { holds: true });
  return async () => {
    await api(cluster, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/resourcequotas/${metadata.name}` });
    await untilQuota(cluster, namespace, { holds: false });
  };
}

/** The API server hears of a quota, and of its end, a moment after it is stored. */
async function untilQuota(cluster: Cluster, namespace: string, { holds }: { readonly holds: boolean }): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const spec = { containers: [{ name: 'one', image: 'none' }] };
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tries-the-quota' }, spec };
  const isRefused = async (): Promise<boolean> => {
    try {
      await api(cluster, { method: 'POST', path, body });
      return false;
    } catch (error) {
      if (error instanceof ApiError && error.message.includes('quota')) return true;
      throw error;
    }
  };
  const describe = `pods are ${holds ? 'refused' : 'taken'} in ${namespace}`;
  await eventually(async () => (await isRefused()) === holds, { within: 30_000, describe });
}
