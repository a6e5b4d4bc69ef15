import { untilAnswered } from './attempt.ts';
import { api, type Cluster } from './cluster.ts';
import { applyObjects } from './kubectl.ts';

/** True afterwards: no pod can be made in the namespace until what is returned was called, and has ended. */
export async function forbidPods(cluster: Cluster, namespace: string): Promise<() => Promise<void>> {
  const metadata = { namespace, name: 'no-pods' };
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '0' } } }]);
  await untilPods(cluster, namespace, /quota/);
  return async () => {
    await api(cluster, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/resourcequotas/${metadata.name}` });
    await untilPods(cluster, namespace, /^accepted$/);
  };
}

/** The API server hears of a quota, and of its end, a moment after it is stored. */
async function untilPods(cluster: Cluster, namespace: string, wanted: RegExp): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tries' }, spec: { containers: [{ name: 'one', image: 'none' }] } };
  const describe = `the API server has heard of the quota of ${namespace}`;
  await untilAnswered(cluster, { method: 'POST', path, body }, wanted, { within: 30_000, describe });
}
