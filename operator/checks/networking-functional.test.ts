import { describe, expect, test } from '@jest/globals';
import type { StoredObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import { aClusterOperator, aNode, aPod, aService, aSlice, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { networkingFunctional } from './networking-functional.ts';

const kubeDns = aService('kube-dns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } });
const openshiftDns = aService('dns-default', { namespace: 'openshift-dns' });
const cni = aWorkload('DaemonSet', 'cni', { namespace: 'kube-system', spec: { template: { spec: { hostNetwork: true } } } });
const logs = aWorkload('DaemonSet', 'logs', { spec: { template: { spec: {} } } });
const podOf = (node: string, ready = true) =>
  aPod(`cni-${node}`, { namespace: 'kube-system', ready, spec: { nodeName: node }, ownerReferences: ownedBy(cni) });
const silent = { ...aNode('w1'), status: { conditions: [] } };

async function verdictOf(objects: readonly StoredObject[], targets = ['Node/w1']) {
  const client = new FakeCluster({
    objects,
    missing: objects.some(({ kind }) => kind === 'ClusterOperator') ? [] : [kinds.ClusterOperator],
  });
  return networkingFunctional.run({ client, targets: targets.map(target), parameters: {} });
}

describe('networking_functional', () => {
  test.each([
    {
      when: 'DNS, the DaemonSet and the node are well',
      objects: [kubeDns, aSlice(kubeDns, [{ ready: true }]), cni, podOf('w1'), aNode('w1')],
      result: 'Passed',
      message: /kube-dns has a ready endpoint/,
    },
    {
      when: 'DNS has no ready endpoint',
      objects: [kubeDns, aSlice(kubeDns, [{ ready: false }]), aNode('w1')],
      result: 'Failed',
      message: /kube-dns has no ready endpoint/,
    },
    {
      when: 'DNS has one ready endpoint of two',
      objects: [kubeDns, aSlice(kubeDns, [{ ready: false }, { ready: true }]), aNode('w1')],
      result: 'Passed',
      message: /kube-dns/,
    },
    {
      when: 'OpenShift keeps DNS and it is down',
      objects: [openshiftDns, aSlice(openshiftDns, []), aNode('w1')],
      result: 'Failed',
      message: /openshift-dns\/dns-default/,
    },
    {
      when: 'the network DaemonSet has no pod on the node',
      objects: [cni, podOf('w2'), aNode('w1')],
      result: 'Failed',
      message: /DaemonSet kube-system\/cni has no ready pod on Node w1/,
    },
    {
      when: 'its pod there is not ready',
      objects: [cni, podOf('w1', false), aNode('w1')],
      result: 'Failed',
      message: /no ready pod on Node w1/,
    },
    {
      when: 'a DaemonSet that waits for the network has no pod there',
      objects: [logs, aNode('w1')],
      result: 'Passed',
      message: /the network of Node w1 is available/,
    },
    {
      when: 'the node has no network',
      objects: [aNode('w1', { conditions: { NetworkUnavailable: 'True' } })],
      result: 'Failed',
      message: /network of Node w1 is unavailable/,
    },
    {
      when: "OpenShift's network operator is degraded",
      objects: [aClusterOperator('network', { Degraded: 'True' }), aNode('w1')],
      result: 'Failed',
      message: /ClusterOperator network is degraded/,
    },
    {
      when: "OpenShift's network operator is well",
      objects: [aClusterOperator('network'), silent],
      result: 'Passed',
      message: /ClusterOperator network/,
    },
    { when: 'the node is gone', objects: [], result: 'Failed', message: /Node w1 does not exist/ },
    { when: 'nothing there tells of a network', objects: [silent], result: 'NotApplicable', message: /does not report NetworkUnavailable/ },
  ])('is $result when $when', async ({ objects, result, message }) => {
    const verdict = await verdictOf(objects);
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });

  test('judges DNS also without a target node, and is NotApplicable without DNS too', async () => {
    const dns = [kubeDns, aSlice(kubeDns, [{ ready: true }])];
    expect((await verdictOf([...dns, cni], ['Deployment/shop/pay'])).result).toBe('Passed');
    expect((await verdictOf([cni], ['Deployment/shop/pay'])).result).toBe('NotApplicable');
  });

  test('does not mind that another node has no network', async () => {
    expect((await verdictOf([aNode('w1'), aNode('w2', { conditions: { NetworkUnavailable: 'True' } })])).result).toBe('Passed');
  });
});
