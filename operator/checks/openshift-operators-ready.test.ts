import { describe, expect, test } from '@jest/globals';
import { aClusterOperator } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { openshiftOperatorsReady } from './openshift-operators-ready.ts';

describe('openshift_operators_ready', () => {
  const objects = [
    aClusterOperator('network'),
    aClusterOperator('dns', { Degraded: 'True' }),
    aClusterOperator('ingress', { Available: 'False' }),
  ];

  test.each([
    { when: 'the target is available', targets: ['ClusterOperator/network'], result: 'Passed', message: /network is available/ },
    {
      when: 'a target is degraded',
      targets: ['ClusterOperator/network', 'ClusterOperator/dns'],
      result: 'Failed',
      message: /^ClusterOperator dns is degraded$/,
    },
    { when: 'the target is unavailable', targets: ['ClusterOperator/ingress'], result: 'Failed', message: /not available/ },
    { when: 'the target is gone', targets: ['ClusterOperator/old'], result: 'Failed', message: /does not exist/ },
    {
      when: 'no target is one, whatever others do',
      targets: ['Node/w1'],
      result: 'NotApplicable',
      message: /No target is a ClusterOperator/,
    },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    const verdict = await openshiftOperatorsReady.run({ client, targets: targets.map(target), parameters: {} });
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });
});
