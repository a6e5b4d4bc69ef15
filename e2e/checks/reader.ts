import type { CheckType, Target } from '../../operator/api/generated/types.ts';
import type { CheckVerdict, Question } from '../../operator/checks/check.ts';
import { makeRunCheck } from '../../operator/checks/run-check.ts';
import { systemClock } from '../../operator/kube/clock.ts';
import { PooledKubeConfig } from '../../operator/kube/kubeconfig.ts';
import { Transport } from '../../operator/kube/transport.ts';
import { makeHttpGet } from '../../operator/outbound/http-get.ts';
import { makePrometheus } from '../../operator/outbound/prometheus.ts';
import { api, find, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { serviceAccountKubeconfig } from '../harness/service-account.ts';

/** Someone with the rights of the engine, or with all but one of them, who runs checks over the engine's own client. */
export interface Reader {
  readonly client: Transport;
  check(type: CheckType, targets: readonly Target[], more?: Partial<Question>): Promise<CheckVerdict>;
  close(): Promise<void>;
}

const namespace = 'checks-readers';
const rbac = 'rbac.authorization.k8s.io/v1';

interface ClusterRole extends KubeObject {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

interface ReaderOptions {
  readonly without?: string;
  /** Its PROMETHEUS_URL. */
  readonly prometheus?: string;
}

/** A ServiceAccount with the shipped role, `without` every right on one resource if that is named, and a client with its token. */
export async function makeReader(cluster: Cluster, { without, prometheus }: ReaderOptions = {}): Promise<Reader> {
  const name = `reader-without-${without ?? 'nothing'}`;
  const shipped = await shippedRole(cluster);
  const rules = shipped.rules
    .map((rule) => ({ ...rule, resources: rule.resources.filter((resource) => resource !== without) }))
    .filter(({ resources }) => resources.length > 0);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    { apiVersion: rbac, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    },
  ]);
  return readerWith(await serviceAccountKubeconfig(cluster, { namespace, name }), prometheus);
}

async function shippedRole(cluster: Cluster): Promise<ClusterRole> {
  const path = `/apis/${rbac}/clusterroles/coordination-engine`;
  const there = await find<ClusterRole>(cluster, path);
  if (there) return there;
  await installEngine(cluster);
  return api<ClusterRole>(cluster, { path });
}

function readerWith(kubeconfig: string, prometheus?: string): Reader {
  const config = new PooledKubeConfig();
  config.loadFromFile(kubeconfig);
  const client = new Transport({ config, userAgent: 'coordination-engine/checks-test' });
  const service = prometheus === undefined ? undefined : { url: prometheus, tokenFile: '', caFile: '' };
  const runCheck = makeRunCheck({ client, metrics: service && makePrometheus(makeHttpGet(service), systemClock) });
  return { client, check: (type, targets, more) => runCheck(type, { targets, parameters: {}, ...more }), close: () => config.close() };
}

/** The verdict, once it is as wanted; fails after ten seconds with the last one. The authorizer and the controllers need a moment. */
export async function untilVerdict(ask: () => Promise<CheckVerdict>, result: CheckVerdict['result']): Promise<CheckVerdict> {
  return eventually(
    async () => {
      const verdict = await ask();
      if (verdict.result === result) return verdict;
      throw new Error(`${verdict.result}: ${verdict.message}`);
    },
    { within: 30_000, describe: `the verdict is ${result}` },
  );
}

/** True afterwards: the object's status is as given, as its own controller would write it. */
export async function setStatus(cluster: Cluster, path: string, status: object): Promise<void> {
  await api(cluster, { method: 'PATCH', path: `${path}/status`, body: { status } });
}

/** True afterwards: there is no object at any of the paths. */
export async function remove(cluster: Cluster, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (await find(cluster, path)) await api(cluster, { method: 'DELETE', path });
    await eventually(async () => (await find(cluster, path)) === undefined, { within: 60_000, describe: `${path} is gone` });
  }
}
