import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { Terminal } from '../../kube/errors.ts';
import type { NewObject } from '../../kube/client.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { readRollable } from './read-rollable.ts';

const released = (name: string, namespace = 'shop') =>
  aWorkload('Deployment', name, {
    namespace,
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace },
  });
const config: NewObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'coordination-helm' },
  data: { serviceAccountName: 'helm', image: 'helm:4' },
};
const account: NewObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace: 'shop', name: 'helm', labels: { [keys.runJobs]: 'true' } },
};

describe('the workloads whose release may be rolled back', () => {
  test('are those of Helm in a namespace that is configured, which is asked once', async () => {
    const cluster = new FakeCluster({ objects: [config, account] });
    const seen = [released('a'), released('b'), released('c', 'other'), aWorkload('Deployment', 'd')];
    expect([...(await readRollable(cluster, seen, 'x/y'))]).toEqual(['apps/deployment/shop/a', 'apps/deployment/shop/b']);
    expect(cluster.calls.filter(({ what }) => what === 'ConfigMap').map(({ key }) => key)).toEqual([
      'shop/coordination-helm',
      'other/coordination-helm',
    ]);
  });

  test.each([
    { when: 'the ServiceAccount is not lent to Jobs', objects: [config] },
    { when: 'nobody configured it', objects: [] },
  ])('are none when $when', async ({ objects }) => {
    expect([...(await readRollable(new FakeCluster({ objects }), [released('a')], 'x/y'))]).toEqual([]);
  });

  test.each(['ConfigMap', 'ServiceAccount'])('are none where the engine may not look at a %s', async (what) => {
    const cluster = new FakeCluster({ objects: [config, account] });
    cluster.failNext(`get ${what}`, new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    expect([...(await readRollable(cluster, [released('a')], 'x/y'))]).toEqual([]);
  });

  test('cost no call where nothing is of Helm', async () => {
    const cluster = new FakeCluster();
    await readRollable(cluster, [aWorkload('Deployment', 'd')], 'x/y');
    expect(cluster.calls).toEqual([]);
  });
});
