import { describe, expect, test } from '@jest/globals';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { judgeAvailability } from './availability.ts';
import type { SeenWorkload } from './objects.ts';

const available = (status: string): SeenWorkload['status'] => ({ conditions: [{ type: 'Available', status }] });

describe('the availability of a workload', () => {
  test.each<{ when: string; kind: string; status?: SeenWorkload['status']; spec?: SeenWorkload['spec']; result: string }>([
    { when: 'a Deployment says it is Available', kind: 'Deployment', status: available('True'), result: 'Passed' },
    {
      when: 'a Deployment is Available, though a pod is missing within its bounds',
      kind: 'Deployment',
      status: { ...available('True'), readyReplicas: 1 },
      result: 'Passed',
    },
    { when: 'a Deployment says it is not', kind: 'Deployment', status: available('False'), result: 'Failed' },
    { when: 'a Deployment says nothing', kind: 'Deployment', result: 'Failed' },
    {
      when: 'what a Deployment says is about an older spec',
      kind: 'Deployment',
      status: { ...available('True'), observedGeneration: 0 },
      result: 'Failed',
    },
    {
      when: 'a Deployment should have no pods',
      kind: 'Deployment',
      spec: { replicas: 0 },
      status: available('True'),
      result: 'NotApplicable',
    },
    { when: 'every pod of a StatefulSet is', kind: 'StatefulSet', status: { availableReplicas: 2 }, result: 'Passed' },
    {
      when: 'every pod is, of an older template',
      kind: 'StatefulSet',
      status: { availableReplicas: 2, updatedReplicas: 0 },
      result: 'Passed',
    },
    {
      when: 'a pod of a StatefulSet is ready but not available yet',
      kind: 'StatefulSet',
      status: { availableReplicas: 1 },
      result: 'Failed',
    },
    { when: 'every pod of a ReplicaSet is', kind: 'ReplicaSet', status: { availableReplicas: 2 }, result: 'Passed' },
    { when: 'a DaemonSet is on every node', kind: 'DaemonSet', status: { numberAvailable: 2 }, result: 'Passed' },
    { when: 'a DaemonSet misses a node', kind: 'DaemonSet', status: { numberAvailable: 1 }, result: 'Failed' },
    { when: 'no node is for the DaemonSet', kind: 'DaemonSet', status: { desiredNumberScheduled: 0 }, result: 'NotApplicable' },
  ])('is $result when $when', ({ kind, status, spec, result }) => {
    const finding = judgeAvailability(aWorkload(kind, 'pay', { status, spec }));
    expect(finding.result).toBe(result);
    expect(finding.message).toContain(`${kind} shop/pay`);
  });
});
