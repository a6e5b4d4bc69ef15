import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { target } from '../../operator/testing/targets.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { makeReader, remove, untilVerdict, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let reader: Reader;
let blind: Reader;
const namespace = 'checks-net';
const wired = target('Node/checks-wired');
const cut = target('Node/checks-cut');
const plain = target('Deployment/checks-net/any');
const dns = '/api/v1/namespaces/kube-system/services/checks-dns';

const cni = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { namespace, name: 'cni' },
  spec: {
    selector: { matchLabels: { app: 'cni' } },
    template: {
      metadata: { labels: { app: 'cni' } },
      spec: {
        nodeSelector: { 'checks-net': 'yes' },
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }],
      },
    },
  },
};

const dnsService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'kube-system', name: 'checks-dns', labels: { 'k8s-app': 'kube-dns' } },
  spec: { selector: { app: 'checks-dns' }, ports: [{ port: 53 }] },
};

beforeAll(async () => {
  cluster = await workerCluster();
  reader = await makeReader(cluster);
  blind = await makeReader(cluster, { without: 'daemonsets' });
  await removeOpenshiftCrds(cluster);
  await createNodes(cluster, [{ name: wired.name, labels: { 'checks-net': 'yes' } }, { name: cut.name }]);
});

afterAll(async () => {
  await Promise.all([reader.close(), blind.close()]);
  const pods = '/apis/apps/v1/namespaces/kube-system/deployments/checks-dns';
  await remove(cluster, [dns, pods, `/api/v1/namespaces/${namespace}`, ...[wired, cut].map(({ name }) => `/api/v1/nodes/${name}`)]);
});

describe('networking_functional on a real API server', () => {
  test('NotApplicable when there is neither DNS nor a target node', async () => {
    expect((await reader.check('networking_functional', [plain])).result).toBe('NotApplicable');
  });

  test('Failed while the DNS Service has no ready endpoint', async () => {
    await applyObjects(cluster, [dnsService]);
    const verdict = await untilVerdict(() => reader.check('networking_functional', [wired]), 'Failed');
    expect(verdict.message).toBe('Service kube-system/checks-dns has no ready endpoint');
  });

  test('Passed when DNS answers and the network DaemonSet is ready on the target node', async () => {
    await createDeployment(cluster, { namespace: 'kube-system', name: 'checks-dns', node: wired.name });
    await untilRolledOut(cluster, 'kube-system', 'checks-dns');
    await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, cni]);
    const verdict = await untilVerdict(() => reader.check('networking_functional', [wired]), 'Passed');
    expect(verdict.message).toContain('Service kube-system/checks-dns has a ready endpoint');
    expect(verdict.message).toContain(`DaemonSet ${namespace}/cni is ready on Node ${wired.name}`);
  });

  test('Failed when a target node has no network, whatever the check says of another', async () => {
    await setNodeCondition(cluster, cut.name, { type: 'NetworkUnavailable', status: 'True' });
    const verdict = await reader.check('networking_functional', [wired, cut]);
    expect(verdict).toEqual({ result: 'Failed', message: `the network of Node ${cut.name} is unavailable` });
    expect((await reader.check('networking_functional', [wired])).result).toBe('Passed');
  });

  test('Inconclusive without the right to list DaemonSets', async () => {
    const verdict = await blind.check('networking_functional', [wired]);
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not list daemonsets: the role does not allow it' });
  });
});
