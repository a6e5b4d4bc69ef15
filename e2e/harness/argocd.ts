import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { applyArgocdCrds } from './argocd-crds.ts';
import { api, type Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { folderOfModule } from './go-module.ts';
import { findOrBuildTool } from './go-tools.ts';
import { applyObjects, kubectl } from './kubectl.ts';
import { kustomizeProgram } from './kustomize.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { clusterAdmin, serviceAccountKubeconfig, serviceAccountToken } from './service-account.ts';
import { untilServing } from './until-serving.ts';

/** Where Argo CD keeps its settings, projects and usually Applications. */
export const argocdNamespace = 'argocd';

/** Another namespace whose Applications it looks after. */
export const teamNamespace = 'gitops-team';

const account = { namespace: argocdNamespace, name: 'argocd-application-controller' } as const;

/** The user whose requests Argo CD makes, as the audit log names it. */
export const argocdUser = `system:serviceaccount:${account.namespace}:${account.name}`;

/** Milliseconds for a `beforeAll` that starts it: nearly all of it is the first build on a busy machine. */
export const argocdPatience = 1_800_000;

/** A real Argo CD without its API server and UI: application controller, repo server, and a cache between them. */
export interface ArgoCd {
  /** The running parts, the controller first. */
  readonly parts: readonly Child[];
  /** True afterwards: no part runs; what they made in the cluster stays. */
  stop(): Promise<void>;
}

const module = join(import.meta.dirname, '../control-plane/argocd');

/**
 * Installs Argo CD's CRDs, settings and the project `default` and starts its parts on free ports; it acts on Applications of its own
 * namespace and of `gitops-team` whose destination is this cluster's address. Its parts end with the control plane, in whatever way that ends.
 * `flags` are added to its application controller's.
 */
export async function startArgoCd(cluster: Cluster, flags: readonly string[] = []): Promise<ArgoCd> {
  const programs = await argocdPrograms();
  const path = [dirname(await kustomizeProgram()), process.env['PATH']].join(delimiter);
  await install(cluster);
  const [redis = 0, repo = 0, repoMetrics = 0, metrics = 0] = await freePorts(4);
  const dir = mkdtempSync(join(cluster.dir, 'argocd-'));
  mkdirSync(join(dir, 'tmp'));
  const kubeconfig = await serviceAccountKubeconfig(cluster, account);
  const cache = `--redis=127.0.0.1:${redis}`;
  const start = (name: string, program: string, args: readonly string[]): Child => {
    const env = { PATH: path, ...settingsIn(dir), ARGOCD_BINARY_NAME: name, KUBECONFIG: kubeconfig };
    return startProcess({ name: freshName(name), program, args, dir: cluster.dir, env });
  };
  const parts = [
    start('argocd-application-controller', programs.argocd, [
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${argocdNamespace}`,
      `--application-namespaces=${teamNamespace}`,
      `--repo-server=127.0.0.1:${repo}`,
      '--repo-server-plaintext',
      `--metrics-port=${metrics}`,
      '--status-processors=4',
      '--operation-processors=4',
      cache,
      ...flags,
    ]),
    start('argocd-repo-server', programs.argocd, [
      '--address=127.0.0.1',
      `--port=${repo}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${repoMetrics}`,
      '--disable-tls',
      cache,
    ]),
    start('argocd-redis', programs.redis, [`127.0.0.1:${redis}`]),
  ];
  const stop = async (): Promise<void> => {
    for (const part of parts) part.kill('SIGKILL');
    await Promise.all(parts.map(({ ended }) => ended));
  };
  const isHealthy = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${metrics}/healthz`)).ok;
  await untilServing(parts, isHealthy, { within: 60_000 }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { parts, stop };
}

/** The paths of Argo CD and of the cache that it needs, built when they are missing; the cache is a few lines of ours: its name says which. */
export async function argocdPrograms(): Promise<{ readonly argocd: string; readonly redis: string }> {
  const source = await readFile(join(module, 'redis/main.go'));
  const lines = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const redis = await findOrBuildTool({ name: `argocd-redis-${lines}`, module, packagePath: './redis', usually: '10 s' });
  const packagePath = 'github.com/argoproj/argo-cd/v3/cmd';
  return { redis, argocd: await findOrBuildTool({ name: 'argocd', module, packagePath, usually: '4 to 6 min' }) };
}

/** Nothing of the machine is used: no signing keys, no settings of git, no folder but its own. */
function settingsIn(dir: string): NodeJS.ProcessEnv {
  return {
    HOME: dir,
    TMPDIR: join(dir, 'tmp'),
    ARGOCD_ASK_PASS_SOCK: join(dir, 'ask-pass.sock'),
    ARGOCD_GPG_ENABLED: 'false',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

async function install(cluster: Cluster): Promise<void> {
  await applyArgocdCrds(cluster);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: argocdNamespace } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: teamNamespace } },
    ...clusterAdmin(account),
  ]);
  const settings = join(await folderOfModule('github.com/argoproj/argo-cd/v3', module), 'manifests/base/config');
  await kubectl(cluster, ['apply', '-n', argocdNamespace, '-k', settings]);
  const secret = {
    path: `/api/v1/namespaces/${argocdNamespace}/secrets/argocd-secret`,
    body: { stringData: { 'server.secretkey': 'of a test' } },
  };
  await api(cluster, { method: 'PATCH', ...secret });
  await applyObjects(cluster, [await thisCluster(cluster), defaultProject]);
}

/** How Argo CD reaches the cluster that Applications name by its address. */
async function thisCluster(cluster: Cluster): Promise<object> {
  const bearerToken = await serviceAccountToken(cluster, account);
  const tlsClientConfig = { caData: Buffer.from(cluster.ca).toString('base64') };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: argocdNamespace, name: 'this-cluster', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: { name: 'test', server: cluster.server, config: JSON.stringify({ bearerToken, tlsClientConfig }) },
  };
}

/** As the part of Argo CD that is not run here makes it. */
const defaultProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { namespace: argocdNamespace, name: 'default' },
  spec: {
    sourceRepos: ['*'],
    sourceNamespaces: [teamNamespace],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};
