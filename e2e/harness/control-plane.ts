import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrBuild, type Binaries } from './binaries.ts';
import type { Progress } from './go-tools.ts';
import { api, type Cluster, type KubeObject } from './cluster.ts';
import { apiServerArgs, controllerManagerArgs, etcdArgs, kwokArgs, pathsIn, schedulerArgs, type Layout } from './components.ts';
import { newUsers, writeKubeconfig, writeServiceAccountKey, writeTokenFile, type User } from './credentials.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './free-port.ts';
import { send } from './http-request.ts';
import { guardFolder, startProcess, type Child } from './process.ts';
import { teachBaseStages } from './stages.ts';
import { untilServing } from './until-serving.ts';

export interface ControlPlaneOptions {
  /** Run kube-controller-manager's node lifecycle controller (taints by condition, Unknown without heartbeat). Default true. */
  readonly nodeLifecycle?: boolean;
  readonly say?: Progress;
}

/** A running control plane that this process owns; it ends with this process whatever happens. */
export interface ControlPlane extends Cluster {
  /** Ends the API server with the signal, starts it again on the same port and returns when it is ready; kwok and the rest follow. */
  restartApiServer(options?: { readonly signal?: NodeJS.Signals }): Promise<void>;
  /** True afterwards: every process has ended and the folder is gone. */
  stop(): Promise<void>;
}

/**
 * Starts etcd, API server, controller-manager, scheduler and kwok on free ports and returns when objects can be created and pods get
 * scheduled. Any number may run side by side.
 */
export async function startControlPlane({ nodeLifecycle = true, say }: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await findOrBuild(say);
  const dir = await mkdtemp(join(tmpdir(), 'coordination-engine-'));
  const guard = guardFolder(dir);
  const children = new Map<string, Child>();
  const stop = async (): Promise<void> => {
    for (const child of children.values()) child.kill('SIGKILL');
    await Promise.all(Array.from(children.values(), ({ ended }) => ended));
    await guard.release();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    return { ...(await bringUp({ dir, nodeLifecycle, binaries, children })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Site {
  readonly dir: string;
  readonly nodeLifecycle: boolean;
  readonly binaries: Binaries;
  readonly children: Map<string, Child>;
}

async function bringUp(site: Site): Promise<Omit<ControlPlane, 'stop'>> {
  const { dir, binaries, children } = site;
  const [apiServer = 0, etcd = 0, etcdPeer = 0] = await freePorts(3);
  const layout: Layout = { dir, nodeLifecycle: site.nodeLifecycle, ports: { apiServer, etcd, etcdPeer } };
  const launch = (name: string, args: readonly string[]): Child => {
    const child = startProcess({ name, program: join(binaries.bin, name), args, dir });
    children.set(name, child);
    return child;
  };
  const users = newUsers();
  mkdirSync(join(dir, 'certificates'));
  writeTokenFile(dir, users);
  writeServiceAccountKey(dir);
  launch('etcd', etcdArgs(layout));
  const server = `https://127.0.0.1:${apiServer}`;
  const startApiServer = (): Promise<string> => untilReady(launch('kube-apiserver', apiServerArgs(layout)), server, dir);
  const ca = await startApiServer();
  const cluster = describeCluster({ dir, binaries, server, ca, admin: users.admin, etcd: `http://127.0.0.1:${etcd}` });
  const access = (path: string, user: User): string => writeKubeconfig(path, { server, ca, user: user.name, token: user.token });
  const paths = pathsIn(dir);
  access(paths.adminKubeconfig, users.admin);
  access(paths.controllerManagerKubeconfig, users.controllerManager);
  access(paths.schedulerKubeconfig, users.scheduler);
  access(paths.kwokKubeconfig, users.kwok);
  await teachBaseStages(cluster);
  const companions = {
    'kube-controller-manager': controllerManagerArgs(layout),
    'kube-scheduler': schedulerArgs(layout),
    kwok: kwokArgs(layout),
  };
  for (const [name, args] of Object.entries(companions)) launch(name, args);
  await untilPodsCanBeMade(cluster);
  writeFileSync(paths.connection, JSON.stringify(cluster), { mode: 0o600 });
  const restartApiServer = async ({ signal = 'SIGTERM' }: { readonly signal?: NodeJS.Signals } = {}): Promise<void> => {
    const running = children.get('kube-apiserver');
    running?.kill(signal);
    await running?.stop({ withinMs: 3_000 }); // told to end it would wait a minute for its watches to end first
    await startApiServer();
    // All that stands by it begins anew, as when its machine restarts: by themselves, some wait half a minute before they look again.
    for (const name of Object.keys(companions)) await children.get(name)?.stop({ withinMs: 0 });
    await letGoOfNodes(cluster);
    for (const [name, args] of Object.entries(companions)) launch(name, args);
  };
  return { ...cluster, restartApiServer };
}

interface Facts {
  readonly dir: string;
  readonly binaries: Binaries;
  readonly server: string;
  readonly ca: string;
  readonly admin: User;
  readonly etcd: string;
}

function describeCluster({ dir, binaries, server, ca, admin, etcd }: Facts): Cluster {
  const { adminKubeconfig, auditLog } = pathsIn(dir);
  return { server, ca, adminToken: admin.token, adminKubeconfig, etcd, auditLog, dir, binaries };
}

/** Waits until the API server says that it is ready; its self-made certificate, which then is the trust anchor. */
async function untilReady(child: Child, server: string, dir: string): Promise<string> {
  const certificate = pathsIn(dir).servingCertificate;
  const isReady = async (): Promise<boolean> => {
    const { status } = await send({ url: `${server}/readyz`, ca: await readFile(certificate, 'utf8'), timeoutMs: 2_000 });
    return status === 200;
  };
  await untilServing(child, isReady, { within: 120_000, every: 50 });
  return readFile(certificate, 'utf8');
}

/** A kwok that was killed still holds its nodes' Leases, and the next one, under another name, would wait for them to run out. */
async function letGoOfNodes(cluster: Cluster): Promise<void> {
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  const { items } = await api<{ readonly items: readonly KubeObject[] }>(cluster, { path });
  const body = { spec: { holderIdentity: null } };
  await Promise.all(items.map(({ metadata }) => api(cluster, { method: 'PATCH', path: `${path}/${metadata.name}`, body })));
}

/** A pod needs its namespace's ServiceAccount, which the controller-manager makes a moment after its own start. */
async function untilPodsCanBeMade(cluster: Cluster): Promise<void> {
  const path = '/api/v1/namespaces/default/serviceaccounts/default';
  await eventually(() => api(cluster, { path }), { within: 60_000, describe: 'the controller-manager works' });
}
