import { describe, expect, test } from '@jest/globals';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { desiredPods, judgeRollout } from './rollout.ts';

const spec = aWorkload('StatefulSet', 'db').spec;

describe('a workload is rolled out', () => {
  test.each([
    {
      when: 'all pods are updated and ready',
      workload: aWorkload('Deployment', 'pay'),
      result: 'Passed',
      message: /every pod of Deployment shop\/pay/,
    },
    {
      when: 'none is wanted',
      workload: aWorkload('Deployment', 'pay', {
        spec: { ...spec, replicas: 0 },
        status: { replicas: 0, updatedReplicas: 0, readyReplicas: 0 },
      }),
      result: 'Passed',
      message: /./,
    },
    {
      when: 'one is not updated',
      workload: aWorkload('Deployment', 'pay', { status: { updatedReplicas: 1 } }),
      result: 'Failed',
      message: /is updated/,
    },
    {
      when: 'one is not ready',
      workload: aWorkload('Deployment', 'pay', { status: { readyReplicas: 1 } }),
      result: 'Failed',
      message: /is ready/,
    },
    {
      when: 'an old one is left',
      workload: aWorkload('Deployment', 'pay', { status: { replicas: 3, readyReplicas: 2 } }),
      result: 'Failed',
      message: /still has pods/,
    },
    {
      when: 'the last change is not seen',
      workload: aWorkload('Deployment', 'pay', { generation: 2 }),
      result: 'Failed',
      message: /last change/,
    },
    { when: 'there is no status', workload: { ...aWorkload('Deployment', 'pay'), status: undefined }, result: 'Failed', message: /./ },
    { when: 'a DaemonSet has its pods', workload: aWorkload('DaemonSet', 'log'), result: 'Passed', message: /./ },
    {
      when: 'a DaemonSet lacks one',
      workload: aWorkload('DaemonSet', 'log', { status: { numberReady: 1 } }),
      result: 'Failed',
      message: /is ready/,
    },
    {
      when: 'a DaemonSet has an old one',
      workload: aWorkload('DaemonSet', 'log', { status: { updatedNumberScheduled: 1 } }),
      result: 'Failed',
      message: /is updated/,
    },
    {
      when: 'a ReplicaSet has its pods',
      workload: aWorkload('ReplicaSet', 'rs', { status: { updatedReplicas: undefined } }),
      result: 'Passed',
      message: /./,
    },
    {
      when: 'a StatefulSet keeps old pods below its partition',
      workload: aWorkload('StatefulSet', 'db', {
        spec: { ...spec, updateStrategy: { rollingUpdate: { partition: 1 } } },
        status: { updatedReplicas: 1 },
      }),
      result: 'Passed',
      message: /./,
    },
    {
      when: 'a StatefulSet updates on deletion only',
      workload: aWorkload('StatefulSet', 'db', { spec: { ...spec, updateStrategy: { type: 'OnDelete' } }, status: { updatedReplicas: 0 } }),
      result: 'Passed',
      message: /./,
    },
  ])('$result when $when', ({ workload, result, message }) => {
    const finding = judgeRollout(workload);
    expect(finding.result).toBe(result);
    expect(finding.message).toMatch(message);
  });

  test('one pod is wanted when nothing is said', () => {
    expect(desiredPods(aWorkload('Deployment', 'pay', { spec: { ...spec, replicas: undefined } }))).toBe(1);
  });
});
