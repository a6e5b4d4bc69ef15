import { join } from 'node:path';
import { find, type Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { kubectl, waitForCrds } from './kubectl.ts';

const root = join(import.meta.dirname, '../..');

/** The names under which config/ installs the engine. */
export const engineServiceAccount = { namespace: 'self-healing-platform', name: 'coordination-engine-sa' } as const;

const crds = ['anomalies', 'remediationplans', 'remediationactions'].map((plural) => `${plural}.coordination.selfheal.dev`);

/**
 * True afterwards: CRDs, namespaces, ServiceAccounts, roles and the flow schema are installed as shipped. Only the Deployment is left
 * out: the operator under test runs as a process.
 */
export async function installEngine(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '-k', join(root, 'config/crd')]);
  await waitForCrds(cluster, crds);
  await kubectl(cluster, ['apply', '-k', join(root, 'config/rbac')]);
  await kubectl(cluster, ['apply', '-f', join(root, 'config/manager/flow-schema.yaml')]);
  const { namespace, name } = engineServiceAccount;
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  await eventually(() => find(cluster, path), { within: 10_000, describe: 'the engine has its ServiceAccount' });
}
