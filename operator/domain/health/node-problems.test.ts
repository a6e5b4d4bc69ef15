import { expect, test } from '@jest/globals';
import { problemsOf } from './node-problems.ts';
import type { SeenNode } from './objects.ts';

const since = '2026-01-01T00:00:00Z';

function nodeWith(...conditions: readonly { type: string; status: string; reason?: string; lastTransitionTime?: string }[]): SeenNode {
  const metadata = { name: 'worker-1', uid: 'uid-1', resourceVersion: '1', creationTimestamp: since };
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: {}, status: { conditions } };
}

test.each([
  { type: 'Ready', status: 'True', isOne: false },
  { type: 'Ready', status: 'False', isOne: true },
  { type: 'Ready', status: 'Unknown', isOne: true },
  { type: 'MemoryPressure', status: 'True', isOne: true },
  { type: 'MemoryPressure', status: 'False', isOne: false },
  { type: 'MemoryPressure', status: 'Unknown', isOne: false },
  { type: 'NetworkUnavailable', status: 'True', isOne: true },
  { type: 'KernelDeadlock', status: 'True', isOne: true },
  { type: 'KernelDeadlock', status: 'False', isOne: false },
  { type: 'KernelReady', status: 'True', isOne: false },
  { type: 'KernelReady', status: 'False', isOne: true },
  { type: 'KernelReady', status: 'Unknown', isOne: false },
  { type: 'EtcdIsVoter', status: 'True', isOne: false },
  { type: 'EtcdIsVoter', status: 'False', isOne: true },
])('$type $status speaks against the node: $isOne', ({ type, status, isOne }) => {
  expect(problemsOf(nodeWith({ type, status }))).toEqual(isOne ? [{ type, status }] : []);
});

test('a problem tells since when and why', () => {
  const node = nodeWith({ type: 'ReadonlyFilesystem', status: 'True', reason: 'FilesystemIsReadOnly', lastTransitionTime: since });
  expect(problemsOf(node)).toEqual([{ type: 'ReadonlyFilesystem', status: 'True', reason: 'FilesystemIsReadOnly', since }]);
});

test('a node that reports nothing has no problem', () => {
  expect(problemsOf(nodeWith())).toEqual([]);
});
