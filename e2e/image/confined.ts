import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { shortDefaults } from '../journeys/bench/journey.ts';
import type { Cluster } from '../harness/cluster.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { send, type Answer } from '../harness/http-request.ts';
import { freshName, startProcess, type Child } from '../harness/process.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { untilServing } from '../harness/until-serving.ts';
import { relay, type Launch } from './relay.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** As OpenShift runs a pod: a uid that no user has, in the group root. */
export const foreignUid = 1_000_680_000;

/** The engine as it is in a pod. */
export interface Confined extends Child {
  /** Of the engine itself; the process that was started is around it. */
  readonly engine: number;
  /** What the image holds, and what a kubelet adds. */
  readonly folder: string;
  /** One GET on the port of probes. */
  probe(path: string): Promise<Answer>;
}

/**
 * Starts what the image holds, as a pod would: its root is the folder that operator/image/root-folder.sh makes, with dist/main.js and what a kubelet
 * mounts, read-only; it runs by a uid that nobody has, without capabilities and without HOME; and its network has one address, the API server's.
 */
export async function startConfined(cluster: Cluster): Promise<Confined> {
  const folder = await mkdtemp(join(cluster.dir, 'image-'));
  await layOut(cluster, folder);
  const apiServer = Number(new URL(cluster.server).port);
  const sockets = { api: join(folder, '../api.sock'), probes: join(folder, '../probes.sock') };
  await Promise.all(Object.values(sockets).map((path) => rm(path, { force: true })));
  const outside = await relay({ path: sockets.api }, { port: apiServer });
  const launch: Launch = {
    relays: [
      [{ port: apiServer }, { path: sockets.api }],
      [{ path: sockets.probes }, { port: 8081 }],
    ],
    program: 'chroot',
    args: [`--userspec=${foreignUid}:0`, '--groups=', folder, '/nodejs/bin/node', '--disable-proto=throw', '/app/main.js'],
    env: { ...podEnvironment(apiServer), PATH: process.env['PATH'] ?? '' },
  };
  const child = startProcess({
    name: freshName('operator-confined'),
    program: 'unshare',
    args: ['--net', '--mount', 'sh', '-euc', confine, 'confine', folder, process.execPath, relayProgram, JSON.stringify(launch)],
    dir: cluster.dir,
  });
  void child.ended.then(() => outside.close());
  const probe = (path: string): Promise<Answer> => send({ url: `http://probes${path}`, socketPath: sockets.probes, timeoutMs: 5_000 });
  await untilServing(child, async () => (await probe('/readyz')).status === 200, { within: 60_000 });
  return { ...child, folder, probe, engine: await onlyChildOf(child.pid) };
}

const relayProgram = join(import.meta.dirname, 'relay.ts');

/** Brings up the loopback, makes the folder read-only, gives it /proc and /dev as a container has them, and starts what relays and launches. */
const confine = `
ip link set lo up
mount --bind "$1" "$1"
mount --rbind /proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -o remount,bind,ro "$1"
exec setpriv --no-new-privs "$2" "$3" "$4"`;

async function layOut(cluster: Cluster, folder: string): Promise<void> {
  await run(join(root, 'operator/image/root-folder.sh'), [folder, process.execPath]);
  await cp(join(root, 'dist/main.js'), join(folder, 'app/main.js'));
  const files = {
    [`${account}/token`]: await serviceAccountToken(cluster, engineServiceAccount),
    [`${account}/ca.crt`]: cluster.ca,
    [`${account}/namespace`]: engineServiceAccount.namespace,
    '/etc/coordination-engine/defaults.yaml': stringify(shortDefaults),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  for (const mountPoint of ['proc', 'dev']) await mkdir(join(folder, mountPoint));
  await chmod(folder, 0o755);
}

/** As config/manager says it; the addresses and the file of defaults are those of this cluster. */
function podEnvironment(port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DEFAULTS_FILE: '/etc/coordination-engine/defaults.yaml',
    POD_NAMESPACE: engineServiceAccount.namespace,
    POD_NAME: 'coordination-engine-confined',
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: String(port),
  };
}

async function onlyChildOf(pid: number): Promise<number> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  if (children.length !== 1) throw new Error(`${pid} has the children ${children.join(', ')}`);
  return Number(children[0]);
}
