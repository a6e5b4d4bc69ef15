import { spawnSync } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { installEngine } from '../harness/engine.ts';
import { kubectl, applyFiles } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment } from '../harness/workloads.ts';
import { untilAnomaly } from '../journeys/bench/plans.ts';
import { foreignUid, startConfined, type Confined } from './confined.ts';

/** Namespaces of the kernel are for root with all its powers; where the tests run as somebody else, no more than the reason can be shown. */
const canConfine =
  process.getuid?.() === 0 && spawnSync('unshare', ['--net', '--mount', 'true']).status === 0 && spawnSync('ip', ['-V']).status === 0;
const asRoot = canConfine ? test : test.skip;
if (!canConfine)
  process.stderr.write('the image is not run: only root can make namespaces of network and mounts, and ip has to be there\n');

const node = 'image-worker-1';
let cluster: WorkerCluster;
let confined: Confined;
let filesBefore: readonly string[];

beforeAll(async () => {
  if (!canConfine) return;
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyStages(cluster, ['ready-needs-restart']);
  await createNodes(cluster, [{ name: node }]);
  confined = await startConfined(cluster);
  filesBefore = await filesIn(confined.folder);
}, 240_000);

afterAll(async () => {
  await confined?.stop();
  if (!cluster) return;
  await kubectl(cluster, ['delete', 'namespace', 'shop', '--ignore-not-found', '--timeout=60s']);
  await kubectl(cluster, ['delete', 'node', node, '--ignore-not-found']);
});

/** Every file of the image, /proc and /dev left out. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  return files.toSorted();
}

const inProc = (path: string) => readFile(`/proc/${confined.engine}/${path}`, 'utf8');

asRoot('the image holds Node, what it is linked to, and one file of the engine: no modules, no shell', async () => {
  const own = (await filesIn(confined.folder)).filter((path) => !/^lib(64)?\/|^var\/run\/secrets\//.test(path));
  expect(own).toEqual([
    'app/main.js',
    'etc/coordination-engine/defaults.yaml',
    'etc/group',
    'etc/nsswitch.conf',
    'etc/passwd',
    'nodejs/bin/node',
  ]);
});

asRoot('it runs as a uid that nobody has, in the group root, without capabilities, and can get none', async () => {
  const status = await inProc('status');
  expect(status).toMatch(new RegExp(`^Uid:(\\s+${foreignUid}){4}$`, 'm'));
  expect(status).toMatch(/^Gid:(\s+0){4}$/m);
  expect(status).toMatch(/^CapEff:\s+0+$/m);
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  expect(await inProc('environ')).not.toMatch(/(^|\0)(HOME|KUBECONFIG)=/);
});

asRoot('its root and its working directory are read-only', async () => {
  expect(await readlink(`/proc/${confined.engine}/root`)).toBe(confined.folder);
  const mounts = (await inProc('mountinfo')).split('\n').map((line) => line.split(' '));
  const ownRoot = mounts.filter(([, , , , point]) => point === confined.folder || point === '/');
  expect(ownRoot.map(([, , , , , options = '']) => options.split(',')[0])).toEqual(expect.arrayContaining(['ro']));
});

asRoot('its network is a loopback on which nothing but the API server answers', async () => {
  const interfaces = (await inProc('net/dev')).split('\n').slice(2).filter(Boolean);
  expect(interfaces.map((line) => line.trim().split(':')[0])).toEqual(['lo']);
  expect((await inProc('net/route')).trim().split('\n')).toHaveLength(1);
});

asRoot('it heals a workload', async () => {
  await createDeployment(cluster, { namespace: 'shop', name: 'cart', podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } });
  await applyFiles(cluster, [join(import.meta.dirname, '../../samples/workload-unavailable.yaml')]);
  const anomaly = await untilAnomaly(cluster, 'anom-cart-unavailable', ({ status }) => status?.phase === 'Resolved', 'shop');
  expect(anomaly.status?.planRef).toBeDefined();
});

asRoot('it writes nothing beside itself, and ends in order when it is told to', async () => {
  expect(await filesIn(confined.folder)).toEqual(filesBefore);
  confined.kill('SIGTERM');
  expect(await confined.ended).toBe(0);
});
