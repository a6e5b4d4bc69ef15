import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { findOrBuildTool } from './go-tools.ts';

const run = promisify(execFile);

/** Both that people use; 4 unless told. */
export type HelmVersion = 3 | 4;

/** The path of the real helm, built when it is missing. Their go.mods agree in what both need, so that it is compiled once. */
export async function helmProgram(version: HelmVersion = 4): Promise<string> {
  return version === 4 ? helm4() : helm3();
}

async function helm4(): Promise<string> {
  return findOrBuildTool({
    name: 'helm',
    module: join(import.meta.dirname, '../control-plane/helm'),
    packagePath: 'helm.sh/helm/v4/cmd/helm',
    usually: '2 min',
  });
}

async function helm3(): Promise<string> {
  // the Kubernetes that it renders for without a cluster; its own build says so too, and 1.20 without
  const kubernetes = 'helm.sh/helm/v3/pkg/chartutil.k8sVersion';
  return findOrBuildTool({
    name: 'helm',
    module: join(import.meta.dirname, '../control-plane/helm3'),
    packagePath: 'helm.sh/helm/v3/cmd/helm',
    usually: '1 min',
    stamps: { [`${kubernetes}Major`]: '1', [`${kubernetes}Minor`]: '37' },
  });
}

/** What the real helm prints as the administrator; throws with its complaint when it fails. */
export async function helm(cluster: Cluster, args: readonly string[], version: HelmVersion = 4): Promise<string> {
  const home = join(cluster.dir, 'helm');
  await mkdir(home, { recursive: true });
  const env = { PATH: process.env['PATH'], HOME: home, KUBECONFIG: cluster.adminKubeconfig };
  const { stdout } = await run(await helmProgram(version), [...args], { env, maxBuffer: 64 * 1024 ** 2 });
  return stdout;
}

/** One row of a release's history. */
export interface Revision {
  readonly revision: number;
  readonly status: string;
  readonly description: string;
}

/** The history of a release, oldest first. */
export async function historyOf(cluster: Cluster, namespace: string, release: string): Promise<Revision[]> {
  return JSON.parse(await helm(cluster, ['history', release, '--namespace', namespace, '--output', 'json'])) as Revision[];
}

/**
 * Writes a chart of one Deployment without overlap, named as its release, with the values `node` (where its pods can be) and `mark` (an annotation of its
 * pods); its folder.
 */
export async function writeChart(cluster: Cluster): Promise<string> {
  const folder = join(cluster.dir, 'chart');
  await mkdir(join(folder, 'templates'), { recursive: true });
  const container = { name: 'main', image: 'registry.invalid/nothing:1' };
  const template = {
    metadata: { labels: { app: '{{ .Release.Name }}' }, annotations: { mark: '{{ .Values.mark }}' } },
    spec: { nodeSelector: { 'kubernetes.io/hostname': '{{ .Values.node }}' }, containers: [container] },
  };
  const spec = { replicas: 1, strategy: { type: 'Recreate' }, selector: { matchLabels: { app: '{{ .Release.Name }}' } }, template };
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: '{{ .Release.Name }}' }, spec };
  await writeFile(join(folder, 'Chart.yaml'), stringify({ apiVersion: 'v2', name: 'web', version: '1.0.0' }));
  await writeFile(join(folder, 'templates', 'deployment.yaml'), stringify(workload));
  return folder;
}
