import { expect, test } from '@jest/globals';
import { layersFromOwnWords, layersFromWords } from './words.ts';

test.each([
  { text: 'node is not ready', layers: ['infrastructure'] },
  { text: 'machineconfig updated', layers: ['infrastructure'] },
  { text: 'the operator is degraded', layers: ['platform'] },
  { text: 'pod crashloop', layers: ['application'] },
  { text: 'Pod crash caused by insufficient node resources', layers: ['infrastructure', 'application'] },
  { text: 'DNS fails for one Deployment', layers: ['platform', 'application'] },
  { text: 'postgres connection timeout', layers: [] },
  { text: 'nodejs heap growth', layers: [] },
  { text: 'Node.js and NodeJS heap growth', layers: [] },
  { text: 'machine learning is slow on localhost', layers: [] },
  { text: 'KubeNodeNotReady', layers: ['infrastructure'] },
  { text: 'KubeAPIDown', layers: ['platform'] },
  { text: 'NodeRAIDDiskFailure', layers: ['infrastructure'] },
  { text: 'MCDRebootError', layers: ['infrastructure'] },
  { text: 'Kubelets and their nodes', layers: ['infrastructure'] },
  { text: 'the control-plane is slow', layers: ['platform'] },
  { text: 'image registries are gone', layers: ['platform'] },
  { text: 'StatefulSet has lost its Pods', layers: ['application'] },
  { text: 'a cluster with pods', layers: ['application'] },
  { text: 'the cluster is full', layers: ['platform'] },
  { text: 'quota of a namespace', layers: ['application'] },
  { text: 'MCO rollout in progress', layers: ['infrastructure'] },
  { text: 'MachineConfig rollout degraded', layers: ['infrastructure'] },
  { text: 'the operator stopped its rollout', layers: ['platform'] },
  { text: 'rollout of the Deployment', layers: ['application'] },
  { text: 'the rollout is stuck', layers: ['application'] },
  { text: 'memory pressure on worker-3', layers: ['infrastructure'] },
  { text: 'PID pressure on worker-3', layers: ['infrastructure'] },
  { text: 'an OpenShift component is degraded', layers: ['platform'] },
  { text: 'chaos in the podcast', layers: [] },
  { text: undefined, layers: [] },
])('$text speaks of $layers', ({ text, layers }) => {
  expect(layersFromWords(text)).toEqual(layers);
});

test('several texts count together, the lowest layer first', () => {
  expect(layersFromWords('pod gone', 'kubelet silent')).toEqual(['infrastructure', 'application']);
});

test.each([
  { text: 'a node of the ring is out of disk', layers: [] },
  { text: 'BasketNodeOutOfFileDescriptors', layers: [] },
  { text: 'the cluster upgrade is late', layers: [] },
  { text: 'memory pressure in the cache', layers: [] },
  { text: 'the operator is behind', layers: ['platform'] },
  { text: 'the kernel killed the kubelet', layers: ['infrastructure'] },
  { text: 'replicas of the StatefulSet', layers: ['application'] },
])('said by an application of itself, $text speaks of $layers', ({ text, layers }) => {
  expect(layersFromOwnWords(text)).toEqual(layers);
});
