import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { usualNamespace } from '../../../operator/api/usual-namespace.ts';
import { api, find, type Cluster } from '../../harness/cluster.ts';
import { eventually } from '../../harness/eventually.ts';
import { kubectl } from '../../harness/kubectl.ts';

const shipped = join(import.meta.dirname, '../../../config/alertmanager');

interface Route {
  readonly routes: readonly Readonly<Record<string, unknown>>[];
}
interface Webhook {
  readonly url: string;
  readonly http_config: { readonly authorization: { readonly credentials_file: string } };
}
interface Receiver {
  readonly name: string;
  readonly webhook_configs?: readonly Webhook[];
}
interface Config {
  readonly route: Route;
  readonly receivers: readonly Receiver[];
}

/** Seconds where the shipped file has minutes; only what changes the pace. */
const pace = { group_wait: '100ms', group_interval: '1s' };

/**
 * The configuration that is shipped, with the engine at another address, the token in another file, and a quicker pace; what is critical
 * keeps quiet what is a warning about the same `service`.
 */
export async function shippedConfig(engine: string, tokenFile: string): Promise<object> {
  const { route, receivers } = parse(await readFile(join(shipped, 'alertmanager.yaml'), 'utf8')) as Config;
  const moved = ({ url, ...webhook }: Webhook): object => ({
    ...webhook,
    url: `${engine}${new URL(url).pathname}`,
    http_config: { ...webhook.http_config, authorization: { ...webhook.http_config.authorization, credentials_file: tokenFile } },
  });
  return {
    route: { ...route, routes: route.routes.map((one) => ({ ...one, ...pace })) },
    receivers: receivers.map(({ name, webhook_configs: webhooks }) => ({
      name,
      ...(webhooks && { webhook_configs: webhooks.map(moved) }),
    })),
    inhibit_rules: [{ source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: ['service'] }],
  };
}

/** True afterwards: Alertmanager has the ServiceAccount, token and rights that are shipped; the token lies in the file, which is returned. */
export async function installReporter(cluster: Cluster): Promise<string> {
  await kubectl(cluster, ['apply', '-k', shipped]);
  const path = `/api/v1/namespaces/${usualNamespace}/secrets/alertmanager-reporter-token`;
  const token = await eventually(async () => (await find<{ data?: { token?: string } }>(cluster, path))?.data?.token, {
    within: 20_000,
    describe: 'the token is in its Secret',
  });
  const file = join(cluster.dir, 'alertmanager-token');
  await writeFile(file, Buffer.from(token, 'base64'));
  return file;
}

/** What config/alertmanager says to the Prometheus operator is taken by its CRD, strictly. */
export async function admitAlertmanagerConfig(cluster: Cluster): Promise<string> {
  return kubectl(cluster, ['apply', '-k', join(shipped, 'prometheus-operator'), '--dry-run=server', '--validate=strict']);
}

/** Items of one of the engine's kinds, in every namespace. */
export async function allOf<T>(cluster: Cluster, plural: string): Promise<readonly T[]> {
  return (await api<{ items: readonly T[] }>(cluster, { path: `/apis/coordination.selfheal.dev/v1alpha1/${plural}` })).items;
}
