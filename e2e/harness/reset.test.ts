import { symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { api, find } from './cluster.ts';
import { installEngine } from './engine.ts';
import { refuseConfigMap, tryConfigMap } from './forgotten-policies.ts';
import { applyObjects } from './kubectl.ts';
import { createNodes } from './nodes.ts';
import { resetCluster } from './reset.ts';
import { workerCluster, type WorkerCluster } from './worker-cluster.ts';
import { createDeployment } from './workloads.ts';

let cluster: WorkerCluster;
const system = `namespaces/${usualNamespace}`;
const lock = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace: 'default', name: 'node-reset-1' } };

/** What an engine that was killed leaves, and what was there for it. */
const left = [
  {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace: usualNamespace, name: 'coordination-engine' },
    spec: { holderIdentity: 'engine-gone', leaseDurationSeconds: 30, leaseTransitions: 4 },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: usualNamespace, name: 'coordination-engine-counts' }, data: { day: 'x' } },
  { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { namespace: usualNamespace, name: 'known-good' }, revision: 1, data: {} },
  lock,
];
const paths = [
  `/apis/coordination.k8s.io/v1/${system}/leases/coordination-engine`,
  `/api/v1/${system}/configmaps/coordination-engine-counts`,
  `/apis/apps/v1/${system}/controllerrevisions/known-good`,
  '/apis/coordination.k8s.io/v1/namespaces/default/leases/node-reset-1',
  '/apis/apps/v1/namespaces/reset/deployments/web',
  '/api/v1/nodes/reset-1',
];

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
});

test('a reset leaves nothing of what an engine kept, of its Lease and of those of nodes', async () => {
  await createNodes(cluster, [{ name: 'reset-1' }]);
  await createDeployment(cluster, { namespace: 'reset', name: 'web', replicas: 3, node: 'reset-1' });
  await applyObjects(cluster, left);
  for (const path of paths) expect(await find(cluster, path)).toBeDefined();
  await resetCluster(cluster);
  for (const path of paths) expect(await find(cluster, path)).toBeUndefined();
  const pods = await api<{ readonly items: readonly object[] }>(cluster, { path: '/api/v1/pods' });
  expect(pods.items).toEqual([]);
});

test('a reset leaves no policy by which the API server still judges for a while', async () => {
  await refuseConfigMap(cluster, 'reset-refuses');
  expect(await tryConfigMap(cluster, 'reset-refuses')).toContain('reset-refuses');
  await resetCluster(cluster);
  expect(await tryConfigMap(cluster, 'reset-refuses')).toBe('accepted');
});

test('a process that ends while the reset looks for it does not matter', async () => {
  const pidFile = join(cluster.dir, 'pids', 'operator-gone');
  symlinkSync(join(cluster.dir, 'nowhere'), pidFile); // listed, and no more to be read
  await expect(resetCluster(cluster)).resolves.toBeUndefined();
  await rm(pidFile);
});
