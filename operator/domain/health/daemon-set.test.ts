import { describe, expect, test } from '@jest/globals';
import { aNode, aPod, aWorkload, ownedBy } from '../../testing/cluster-objects.ts';
import { belongsOn, isPodOf, toleratesNetworkUnavailable } from './daemon-set.ts';
import type { NodeSelectorTerm, PodSpec, Taint } from './objects.ts';

const daemonSet = (spec: PodSpec) => aWorkload('DaemonSet', 'cni', { spec: { template: { spec } } });
const requiring = (...nodeSelectorTerms: NodeSelectorTerm[]): PodSpec => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const networkKey = 'node.kubernetes.io/network-unavailable';

test.each([
  { when: 'it tolerates everything', spec: { tolerations: [{ operator: 'Exists' }] }, expected: true },
  { when: 'it tolerates every NoSchedule', spec: { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] }, expected: true },
  { when: 'it names the taint', spec: { tolerations: [{ key: networkKey, operator: 'Exists' }] }, expected: true },
  { when: 'it uses the host network', spec: { hostNetwork: true }, expected: true },
  { when: 'it tolerates NoExecute only', spec: { tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] }, expected: false },
  { when: 'it names another taint', spec: { tolerations: [{ key: 'gpu', operator: 'Exists' }] }, expected: false },
  { when: 'it has no toleration', spec: {}, expected: false },
])('a DaemonSet comes before the network: $expected when $when', ({ spec, expected }) => {
  expect(toleratesNetworkUnavailable(daemonSet(spec))).toBe(expected);
});

describe('a DaemonSet belongs on a node', () => {
  test.each<{ when: string; spec: PodSpec; taints?: Taint[]; expected: boolean }>([
    { when: 'nothing is asked for', spec: {}, expected: true },
    { when: 'its node selector fits', spec: { nodeSelector: { os: 'linux' } }, expected: true },
    { when: 'its node selector does not fit', spec: { nodeSelector: { os: 'windows' } }, expected: false },
    {
      when: 'one affinity term fits',
      spec: requiring(
        { matchExpressions: [{ key: 'os', operator: 'In', values: ['windows'] }] },
        { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w1'] }] },
      ),
      expected: true,
    },
    {
      when: 'its affinity names another node',
      spec: requiring({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w2'] }] }),
      expected: false,
    },
    { when: 'its affinity term is empty', spec: requiring({}), expected: false },
    {
      when: 'the node is cordoned and out of memory',
      spec: {},
      taints: [
        { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' },
      ],
      expected: true,
    },
    {
      when: 'the node has no network and it uses the host network',
      spec: { hostNetwork: true },
      taints: [{ key: networkKey, effect: 'NoSchedule' }],
      expected: true,
    },
    {
      when: 'the node has no network and it waits for one',
      spec: {},
      taints: [{ key: networkKey, effect: 'NoSchedule' }],
      expected: false,
    },
    { when: 'it does not tolerate a taint', spec: {}, taints: [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }], expected: false },
    {
      when: 'it tolerates the taint by value',
      spec: { tolerations: [{ key: 'gpu', value: 'yes' }] },
      taints: [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }],
      expected: true,
    },
    {
      when: 'it tolerates another value',
      spec: { tolerations: [{ key: 'gpu', value: 'no' }] },
      taints: [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }],
      expected: false,
    },
    { when: 'the taint is only a preference', spec: {}, taints: [{ key: 'gpu', effect: 'PreferNoSchedule' }], expected: true },
  ])('$expected when $when', ({ spec, taints = [], expected }) => {
    expect(belongsOn(daemonSet(spec), aNode('w1', { labels: { os: 'linux' }, spec: { taints } }))).toBe(expected);
  });
});

test('a DaemonSet made the pods that name it as their controller', () => {
  const cni = daemonSet({});
  expect(isPodOf(cni, aPod('a', { ownerReferences: ownedBy(cni) }))).toBe(true);
  expect(isPodOf(cni, aPod('b', { ownerReferences: ownedBy(aWorkload('DaemonSet', 'log')) }))).toBe(false);
  expect(isPodOf(cni, aPod('c'))).toBe(false);
});
