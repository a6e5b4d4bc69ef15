import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { applyArgocdCrds, removeArgocdCrds } from './argocd-crds.ts';
import { api, find, type KubeObject } from './cluster.ts';
import { requiredVersion } from './go-module.ts';
import { applyObjects } from './kubectl.ts';
import { workerCluster, type WorkerCluster } from './worker-cluster.ts';

let cluster: WorkerCluster;
const path = '/apis/argoproj.io/v1alpha1/namespaces/default/applications/foreign';

beforeAll(async () => {
  cluster = await workerCluster();
});

describe('the CRDs of Argo CD', () => {
  test('are of the version of its programs', async () => {
    const of = (folder: string) => requiredVersion(join(import.meta.dirname, '../control-plane', folder), 'github.com/argoproj/argo-cd/v3');
    expect(await of('foreign-crds')).toBe(await of('argocd'));
  });

  test('serve an Application whose status is no subresource', async () => {
    await applyArgocdCrds(cluster);
    const destination = { server: 'https://kubernetes.default.svc', namespace: 'default' };
    const spec = { project: 'default', destination, source: { repoURL: 'https://git.invalid/shop', path: '.' } };
    await applyObjects(cluster, [
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { namespace: 'default', name: 'foreign' }, spec },
    ]);
    await api(cluster, { method: 'PATCH', path, body: { operation: { sync: {} }, status: { sync: { status: 'OutOfSync' } } } });
    const { status, operation } = await api<KubeObject & { status?: unknown; operation?: unknown }>(cluster, { path });
    expect({ status, operation }).toEqual({ status: { sync: { status: 'OutOfSync' } }, operation: { sync: {} } });
  });

  test('are gone with their objects when they are removed', async () => {
    await removeArgocdCrds(cluster);
    expect(await find(cluster, path)).toBeUndefined();
    await removeArgocdCrds(cluster);
  });
});
