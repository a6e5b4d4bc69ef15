import { describe, expect, test } from '@jest/globals';
import { aPod } from '../../testing/cluster-objects.ts';
import { isCurrent, judgeLonePod, objectionToContainers } from './pod.ts';

const stepEnded = new Date('2026-01-01T10:00:00Z');
const waiting = (reason: string) => [{ name: 'main', state: { waiting: { reason } } }];
const ended = (finishedAt: string) => [{ name: 'main', lastState: { terminated: { finishedAt } } }];

describe('the containers of a pod', () => {
  test.each([
    {
      when: 'one restarts over and over',
      containers: waiting('CrashLoopBackOff'),
      objection: 'container main of Pod shop/p is in CrashLoopBackOff',
    },
    {
      when: 'an image cannot be pulled',
      containers: waiting('ImagePullBackOff'),
      objection: 'container main of Pod shop/p is in ImagePullBackOff',
    },
    { when: 'one is being created', containers: waiting('ContainerCreating'), objection: undefined },
    { when: 'one ended before the step', containers: ended('2026-01-01T09:59:59Z'), objection: undefined },
    { when: 'one ended in the second of the step', containers: ended('2026-01-01T10:00:00Z'), objection: undefined },
    {
      when: 'one ended after the step',
      containers: ended('2026-01-01T10:00:01Z'),
      objection: 'container main of Pod shop/p ended after the last step',
    },
  ])('are objected to rightly when $when', ({ containers, objection }) => {
    expect(objectionToContainers(aPod('p', { containers }), stepEnded)).toBe(objection);
  });

  test('count when they ended, only if a step is named', () => {
    expect(objectionToContainers(aPod('p', { containers: ended('2026-01-01T10:00:01Z') }), undefined)).toBeUndefined();
  });

  test('count also when they initialise', () => {
    const pod = aPod('p');
    const stuck = { ...pod, status: { ...pod.status, initContainerStatuses: waiting('CrashLoopBackOff') } };
    expect(objectionToContainers(stuck, undefined)).toMatch(/CrashLoopBackOff/);
  });
});

describe('a pod without a workload', () => {
  test.each([
    { when: 'it is ready', pod: aPod('p'), result: 'Passed' },
    { when: 'it ran to its end', pod: aPod('p', { phase: 'Succeeded', ready: false }), result: 'Passed' },
    { when: 'it is not ready', pod: aPod('p', { ready: false }), result: 'Failed' },
    { when: 'it failed', pod: aPod('p', { phase: 'Failed', ready: false }), result: 'Failed' },
    { when: 'it is being deleted', pod: aPod('p', { deletionTimestamp: '2026-01-01T00:00:00Z' }), result: 'Failed' },
    { when: 'a container is stuck', pod: aPod('p', { ready: false, containers: waiting('ErrImagePull') }), result: 'Failed' },
  ])('is $result when $when', ({ pod, result }) => {
    expect(judgeLonePod(pod, stepEnded).result).toBe(result);
  });
});

test.each([
  { when: 'it runs', pod: aPod('p'), current: true },
  { when: 'it was evicted', pod: aPod('p', { phase: 'Failed' }), current: false },
  { when: 'it is on its way out', pod: aPod('p', { deletionTimestamp: '2026-01-01T00:00:00Z' }), current: false },
])('a pod counts for its workload: $current when $when', ({ pod, current }) => {
  expect(isCurrent(pod)).toBe(current);
});
