import { expect, test } from '@jest/globals';
import { aPod, aWorkload } from '../../testing/cluster-objects.ts';
import { since, unavailable } from '../../testing/seen-world.ts';
import { podState, workloadState } from './workload-state.ts';

const pay = aWorkload('Deployment', 'pay');
const crashing = aPod('pay-1', { ready: false, containers: [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }] });
const stuck = {
  ...pay,
  status: { ...pay.status, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] },
};

test.each([
  { when: 'every pod is ready', workload: pay, pods: [aPod('pay-1')], words: [] },
  { when: 'none is wanted', workload: { ...unavailable(pay), spec: { ...pay.spec, replicas: 0 } }, pods: [], words: [] },
  { when: 'pods are missing', workload: unavailable(pay), pods: [], words: ['Unavailable'] },
  { when: 'a DaemonSet lacks pods', workload: unavailable(aWorkload('DaemonSet', 'agent')), pods: [], words: ['Unavailable'] },
  { when: 'a StatefulSet lacks pods', workload: unavailable(aWorkload('StatefulSet', 'db')), pods: [], words: ['Unavailable'] },
  { when: 'its pods crash', workload: unavailable(pay), pods: [crashing], words: ['Unavailable', 'CrashLoopBackOff'] },
  { when: 'one pod too many crashes', workload: pay, pods: [crashing], words: ['CrashLoopBackOff'] },
  { when: 'one pod too many starts', workload: pay, pods: [aPod('pay-3', { ready: false })], words: [] },
  { when: 'an evicted pod is left over', workload: pay, pods: [aPod('pay-0', { phase: 'Failed', ready: false })], words: [] },
  { when: 'its rollout is stuck', workload: stuck, pods: [], words: ['NotProgressing'] },
])('a workload is in state $words when $when', ({ workload, pods, words }) => {
  expect(workloadState(workload, pods).words).toEqual(words);
});

test.each([
  { when: 'it is ready', pod: aPod('one'), words: [] },
  { when: 'it ran to its end', pod: aPod('one', { phase: 'Succeeded', ready: false }), words: [] },
  { when: 'it failed', pod: aPod('one', { phase: 'Failed', ready: false }), words: ['PodFailed'] },
  { when: 'it is not ready', pod: aPod('one', { ready: false }), words: ['NotReady'] },
  { when: 'it goes away', pod: aPod('one', { ready: false, deletionTimestamp: '2026-01-01T00:00:00Z' }), words: [] },
  { when: 'it crashes', pod: crashing, words: ['CrashLoopBackOff'] },
])('a pod alone is in state $words when $when', ({ pod, words }) => {
  expect(podState(pod).words).toEqual(words);
});

test('a workload fails since its first pod does, by its Ready condition or by what ended last', () => {
  const first = since(aPod('pay-1', { ready: false }), 'Ready', '2026-01-01T10:07:00Z');
  const second = aPod('pay-2', {
    ready: false,
    containers: [{ name: 'main', lastState: { terminated: { finishedAt: '2026-01-01T10:05:00Z' } } }],
  });
  expect(workloadState(unavailable(pay), [first, second]).since).toBe('2026-01-01T10:05:00Z');
});
