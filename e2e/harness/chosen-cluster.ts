import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrBuild } from './binaries.ts';
import type { Progress } from './go-tools.ts';
import { developmentCluster } from './cluster-state.ts';
import { find, type Cluster } from './cluster.ts';
import { kwokArgs, pathsIn } from './components.ts';
import { startControlPlane } from './control-plane.ts';
import { writeKubeconfig } from './credentials.ts';
import { applyObjects, kubectl } from './kubectl.ts';
import { startKind, stopKind, useKubeconfig } from './other-clusters.ts';
import { guardFolder, startProcess } from './process.ts';
import { clusterAdmin } from './service-account.ts';
import { teachBaseStages } from './stages.ts';

/** A cluster to show the engine on. Of one that is not embedded, nobody may read etcd or the audit log. */
export interface ChosenCluster extends Cluster {
  /** True when it was there before and stays: what is not ours must not be touched. */
  readonly existing: boolean;
  /** True afterwards: what this process started or installed for itself is gone; a kind cluster as a whole. */
  stop(): Promise<void>;
}

/** Opens the cluster that CLUSTER names: embedded (default), kind, or kubeconfig for the one that KUBECONFIG leads to. */
export async function openChosenCluster(say: Progress): Promise<ChosenCluster> {
  const choice = process.env['CLUSTER'] ?? 'embedded';
  switch (choice) {
    case 'embedded':
      return { ...(await startControlPlane({ say })), existing: false };
    case 'kind': {
      const adopted = await adopt(await startKind(developmentCluster('demo'), 'demo'), say);
      return { ...adopted, existing: false, stop: () => adopted.stop().finally(() => stopKind('demo')) };
    }
    case 'kubeconfig':
      return adopt(await useKubeconfig(), say);
    default:
      throw new Error(`CLUSTER=${choice}: use embedded, kind or kubeconfig`);
  }
}

const account = { namespace: 'kube-system', name: 'coordination-engine-harness' } as const;

/**
 * Makes a running cluster usable like an embedded one: an administrator's token for as long as it takes, and kwok for the nodes that
 * are labelled type=kwok, unless the cluster already has its own.
 */
async function adopt(kubeconfig: string, say: Progress): Promise<ChosenCluster> {
  const binaries = await findOrBuild(say, ['kubectl', 'kwok']);
  const dir = await mkdtemp(join(tmpdir(), 'coordination-engine-'));
  const guard = guardFolder(dir);
  const bare: Cluster = { server: '', ca: '', adminToken: '', adminKubeconfig: kubeconfig, etcd: '', auditLog: '', dir, binaries };
  await applyObjects(bare, clusterAdmin(account));
  const cluster = { ...bare, ...(await connectionOf(bare)) };
  const stopKwok = (await find(cluster, stageCrd)) ? undefined : await startKwok(cluster);
  const stop = async (): Promise<void> => {
    await stopKwok?.();
    await kubectl(bare, ['delete', '--ignore-not-found', `clusterrolebinding/${account.name}`]);
    await kubectl(bare, ['delete', '--ignore-not-found', '-n', account.namespace, `serviceaccount/${account.name}`]);
    await guard.release();
    await rm(dir, { recursive: true, force: true });
  };
  return { ...cluster, existing: true, stop };
}

const stageCrd = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/stages.kwok.x-k8s.io';

async function startKwok(cluster: Cluster): Promise<() => Promise<void>> {
  const { server, ca, adminToken, dir, binaries } = cluster;
  await teachBaseStages(cluster);
  writeKubeconfig(pathsIn(dir).kwokKubeconfig, { server, ca, user: account.name, token: adminToken });
  const kwok = startProcess({ name: 'kwok', program: join(binaries.bin, 'kwok'), args: kwokArgs({ dir }), dir });
  return async () => {
    await kwok.stop();
    await kubectl(cluster, ['delete', '--ignore-not-found', '-f', join(binaries.kwok, 'crd')]);
  };
}

interface KubeconfigView {
  readonly clusters: readonly { readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string } }[];
}

async function connectionOf(bare: Cluster): Promise<Pick<Cluster, 'server' | 'ca' | 'adminToken'>> {
  const view = JSON.parse(await kubectl(bare, ['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'])) as KubeconfigView;
  const [first] = view.clusters;
  const authority = first?.cluster['certificate-authority-data'];
  if (!first || !authority) throw new Error(`${bare.adminKubeconfig} names no certificate authority for its cluster`);
  const ca = Buffer.from(authority, 'base64').toString();
  const token = await kubectl(bare, ['create', 'token', account.name, '-n', account.namespace, '--duration=2h']);
  return { server: first.cluster.server, ca, adminToken: token.trim() };
}
