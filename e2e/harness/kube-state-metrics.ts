import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { findOrBuildTool } from './go-tools.ts';
import { send } from './http-request.ts';
import { applyObjects } from './kubectl.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { serviceAccountKubeconfig } from './service-account.ts';
import { untilServing } from './until-serving.ts';

/** The real kube-state-metrics: it tells the state of the cluster's objects as metrics. */
export interface KubeStateMetrics extends Child {
  /** host:port of /metrics. */
  readonly address: string;
}

const account = { namespace: 'kube-system', name: 'kube-state-metrics' } as const;

/** The path of kube-state-metrics, built when it is missing. */
export async function kubeStateMetricsProgram(): Promise<string> {
  return findOrBuildTool({
    name: 'kube-state-metrics',
    module: join(import.meta.dirname, '../control-plane/kube-state-metrics'),
    packagePath: 'k8s.io/kube-state-metrics/v2',
    usually: '2 to 3 min',
  });
}

/** Starts it with a ServiceAccount of its own, for nodes, pods and Deployments; returns when it serves their metrics. */
export async function startKubeStateMetrics(cluster: Cluster): Promise<KubeStateMetrics> {
  const program = await kubeStateMetricsProgram();
  await installAccount(cluster);
  const [port = 0, own = 0] = await freePorts(2);
  const args = [
    `--kubeconfig=${await serviceAccountKubeconfig(cluster, account)}`,
    '--host=127.0.0.1',
    `--port=${port}`,
    '--telemetry-host=127.0.0.1',
    `--telemetry-port=${own}`,
    '--resources=nodes,pods,deployments',
  ];
  const child = startProcess({ name: freshName('kube-state-metrics'), program, args, dir: cluster.dir });
  const address = `127.0.0.1:${port}`;
  await untilServing(child, async () => (await send({ url: `http://${address}/metrics` })).status === 200, { within: 60_000 });
  return { ...child, address };
}

async function installAccount(cluster: Cluster): Promise<void> {
  const { namespace, name } = account;
  const group = 'rbac.authorization.k8s.io';
  const verbs = ['list', 'watch'];
  const rules = [
    { apiGroups: [''], resources: ['nodes', 'pods'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ];
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      ...{ apiVersion: `${group}/v1`, kind: 'ClusterRoleBinding', metadata: { name } },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    },
  ]);
}
