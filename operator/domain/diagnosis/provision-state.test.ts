import { expect, test } from '@jest/globals';
import { aPod, aService, aSlice } from '../../testing/cluster-objects.ts';
import { anApplication, aClaim, aJob, aVolume } from '../../testing/provision-objects.ts';
import { applicationState } from './application-state.ts';
import { jobState } from './job-state.ts';
import { serviceState } from './service-state.ts';
import { claimState, volumeState } from './storage-state.ts';

const at = '2026-01-01T10:00:00Z';

test.each([
  { when: 'it is bound', status: { phase: 'Bound' }, words: [] },
  { when: 'it has no volume', status: { phase: 'Pending' }, words: ['Pending'] },
  { when: 'its volume is gone', status: { phase: 'Lost' }, words: ['Lost'] },
  {
    when: 'its volume has grown',
    status: { phase: 'Bound', conditions: [{ type: 'FileSystemResizePending', status: 'True', lastTransitionTime: at }] },
    words: ['FilesystemResizePending'],
  },
])('a claim is $words when $when', ({ status, words }) => {
  expect(claimState(aClaim('data', { status })).words).toEqual(words);
});

test.each([
  { phase: 'Bound', words: [] },
  { phase: 'Released', words: [] },
  { phase: 'Failed', words: ['VolumeFailed'] },
])('a volume in phase $phase is $words', ({ phase, words }) => {
  expect(volumeState(aVolume('pv-1', { status: { phase, message: 'no plugin' } })).words).toEqual(words);
});

const web = aService('web');
const broken = aPod('web-1', { ready: false });

test.each([
  { when: 'an endpoint is ready', service: web, slices: [aSlice(web, [{ ready: true }])], pods: [], what: undefined },
  {
    when: 'none of its pods is ready',
    service: web,
    slices: [aSlice(web, [{ ready: false }])],
    pods: [broken],
    what: 'none of its pods is ready',
  },
  { when: 'nothing has its labels', service: web, slices: [], pods: [], what: 'no pod has the labels that it selects' },
  { when: 'somebody else fills it', service: aService('web', { spec: {} }), slices: [], pods: [], what: undefined },
])('a Service has no ready endpoints ($what) when $when', ({ service, slices, pods, what }) => {
  expect(serviceState(service, slices, pods).evidence.map((fact) => fact.what)).toEqual(what === undefined ? [] : [what]);
});

test.each([
  { sync: 'Synced', health: 'Healthy', words: [] },
  { sync: 'OutOfSync', health: 'Healthy', words: ['OutOfSync'] },
  { sync: 'OutOfSync', health: 'Degraded', words: ['DegradedApp', 'OutOfSync'] },
  { sync: 'OutOfSync', health: 'Missing', words: ['MissingApp', 'OutOfSync'] },
  { sync: 'Unknown', health: 'Progressing', words: [] },
])('an Application that is $sync and $health is $words', ({ sync, health, words }) => {
  expect(applicationState(anApplication('shop', { sync: { status: sync }, health: { status: health } })).words).toEqual(words);
});

const crashed = aPod('run-1', { ready: false, phase: 'Failed', containers: [{ name: 'main', state: { terminated: { exitCode: 2 } } }] });

test.each([
  { when: 'it runs', conditions: [], pods: [aPod('run-1', { ready: false })], words: [] },
  { when: 'one attempt failed', conditions: [], pods: [crashed], words: ['CrashExit'] },
  { when: 'it is done', conditions: [{ type: 'Complete', status: 'True' }], pods: [crashed], words: [] },
  {
    when: 'it gave up',
    conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }],
    pods: [crashed],
    words: ['JobFailed', 'PodFailed', 'CrashExit'],
  },
])('a Job is $words when $when', ({ conditions, pods, words }) => {
  expect(jobState(aJob('run', { conditions }), pods).words).toEqual(words);
});
