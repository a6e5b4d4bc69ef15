import { expect, test } from '@jest/globals';
import { aPod } from '../../testing/cluster-objects.ts';
import { since } from '../../testing/seen-world.ts';
import type { ContainerStatus } from '../health/objects.ts';
import { factsOfPod, outgrown } from './pod-facts.ts';

const readAt = new Date('2026-01-01T10:10:00Z');
const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z`;
const ended = (terminated: object, more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'main',
  lastState: { terminated },
  ...more,
});
const loop = { state: { waiting: { reason: 'CrashLoopBackOff' } } };
const outOfMemory = { reason: 'OOMKilled', exitCode: 137, finishedAt: at(5) };
const exit1 = { reason: 'Error', exitCode: 1, finishedAt: at(5) };
const limited = { containers: [{ name: 'main', resources: { limits: { memory: '128Mi' } } }] };

test.each([
  {
    when: 'its container outgrew its limit',
    pod: { ready: false, spec: limited, containers: [ended(outOfMemory, loop)] },
    words: ['CrashLoopBackOff', 'OOMKilled'],
  },
  {
    when: 'its container ends by itself',
    pod: { ready: false, containers: [ended(exit1, loop)] },
    words: ['CrashLoopBackOff', 'CrashExit'],
  },
  {
    when: 'its container did its work and is started anew',
    pod: { ready: false, containers: [ended({ reason: 'Completed', exitCode: 0 }, loop)] },
    words: ['CrashLoopBackOff'],
  },
  { when: 'it starts again after a crash', pod: { ready: false, containers: [ended(exit1)] }, words: ['NotReady', 'CrashExit'] },
  { when: 'it crashed once and is well', pod: { containers: [ended(exit1, { restartCount: 1 })] }, words: [] },
  {
    when: 'it is well for the moment between many crashes',
    pod: { containers: [ended(outOfMemory, { restartCount: 7 })] },
    words: ['OOMKilled'],
  },
  {
    when: 'it crashed often, but long ago',
    pod: { containers: [ended({ ...exit1, finishedAt: '2026-01-01T08:00:00Z' }, { restartCount: 7 })] },
    words: [],
  },
  { when: 'its node evicted it', pod: { ready: false, phase: 'Failed', reason: 'Evicted' }, words: ['Evicted'] },
  {
    when: 'it failed',
    pod: { ready: false, phase: 'Failed', containers: [{ name: 'main', state: { terminated: exit1 } }] },
    words: ['PodFailed', 'CrashExit'],
  },
])(
  'says $words when $when',
  ({ pod: { reason, ...parts }, words }: { pod: Parameters<typeof aPod>[1] & { reason?: string }; words: string[] }) => {
    const pod = aPod('pay-1', parts);
    const facts = factsOfPod(reason === undefined ? pod : { ...pod, status: { ...pod.status, reason } }, readAt);
    expect(facts.map(({ word }) => word)).toEqual(words);
  },
);

test.each([
  { limit: '128Mi', spec: limited, what: 'container main was killed for more memory than its limit of 128Mi' },
  { limit: 'none', spec: {}, what: 'container main was killed for want of memory, and has no limit of its own' },
])('a container that ran out of memory is told apart by its limit: $limit', ({ spec, what }) => {
  const pod = aPod('pay-1', { ready: false, spec, containers: [ended(outOfMemory, loop)] });
  expect(factsOfPod(pod)[1]?.evidence).toEqual({ what, where: 'Pod/shop/pay-1', since: at(5) });
  expect(outgrown(pod)).toEqual(spec === limited ? [{ container: 'main', limit: '128Mi' }] : []);
});

test.each([
  { message: undefined, began: at(5) },
  { message: 'back-off 10s restarting failed container=main pod=pay-1', began: at(5) },
  { message: 'back-off 2m40s restarting failed container=main pod=pay-1', began: '2026-01-01T10:02:30.000Z' },
  { message: 'back-off 5m0s restarting failed container=main pod=pay-1', began: '2026-01-01T10:00:10.000Z' },
  { message: 'something else', began: at(5) },
  { message: 'back-off 5m0s restarting failed container=main pod=pay-1', finishedAt: null, began: at(6) },
])('a loop with "$message" began no later than $began', ({ message, began, ...end }) => {
  const pod = since(
    aPod('pay-1', {
      ready: false,
      containers: [ended({ ...exit1, ...end }, { state: { waiting: { reason: 'CrashLoopBackOff', message } } })],
    }),
    'Ready',
    at(6),
  );
  expect(factsOfPod(pod)[0]?.evidence.since).toBe(began);
});
