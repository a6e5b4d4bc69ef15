import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { find, type Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { kubectl, waitForCrds } from './kubectl.ts';
import { withOverlay } from './overlay.ts';

const root = join(import.meta.dirname, '../..');

/** The names under which config/ installs the engine. */
export const engineServiceAccount = { namespace: usualNamespace, name: 'coordination-engine-sa' } as const;

const optIn = join(root, 'config/opt-in');

const crds = ['anomalies', 'remediationplans', 'remediationactions'].map((plural) => `${plural}.coordination.selfheal.dev`);

/** The folders of config/opt-in. */
export function optInNames(): string[] {
  return readdirSync(optIn);
}

/** What changes requests of everybody, and so would change what a test asks for. */
const notByItself = ['requested-by'];

/**
 * True afterwards: CRDs, namespaces, ServiceAccounts, roles, those to opt in too, the fence around the engine and the flow schema are installed as
 * shipped. The Deployment is left out, since the operator under test runs as a process, and what is said of people, which tests say themselves.
 */
export async function installEngine(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '-k', join(root, 'config/crd')]);
  await waitForCrds(cluster, crds);
  const optIns = optInNames().filter((one) => !notByItself.includes(one));
  const resources = ['rbac', 'admission/fence', ...optIns.map((name) => `opt-in/${name}`)];
  await withOverlay({ resources }, (folder) => kubectl(cluster, ['apply', '-k', folder]));
  await kubectl(cluster, ['apply', '-f', join(root, 'config/manager/flow-schema.yaml')]);
  const { namespace, name } = engineServiceAccount;
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  await eventually(() => find(cluster, path), { within: 30_000, describe: 'the engine has its ServiceAccount' });
}

/** True afterwards: the engine has the rights of one folder of config/opt-in. */
export async function optInto(cluster: Cluster, name: string): Promise<void> {
  await kubectl(cluster, ['apply', '-k', join(optIn, name)]);
}

/** True afterwards: the engine does not have them; what is not labelled as ours, a namespace of medik8s, stays. */
export async function optOutOf(cluster: Cluster, name: string): Promise<void> {
  await kubectl(cluster, ['delete', '--ignore-not-found', '-k', join(optIn, name), '-l', 'app=coordination-engine']);
}
