import { describe, expect, test } from '@jest/globals';
import { aService, aSlice } from '../../testing/cluster-objects.ts';
import type { SeenService } from './objects.ts';
import { judgeEndpoints, judgeReachable, selects } from './service-endpoints.ts';

const pay = aService('pay');

describe('the endpoints of a Service', () => {
  test.each([
    { when: 'all are ready', endpoints: [{ ready: true }, {}], healthy: 'Passed', reachable: 'Passed' },
    { when: 'one is not ready', endpoints: [{ ready: true }, { ready: false }], healthy: 'Failed', reachable: 'Passed' },
    { when: 'none is ready', endpoints: [{ ready: false }], healthy: 'Failed', reachable: 'Failed' },
    {
      when: 'one is on its way out',
      endpoints: [{ ready: true }, { ready: false, terminating: true }],
      healthy: 'Passed',
      reachable: 'Passed',
    },
    { when: 'all are on their way out', endpoints: [{ ready: false, terminating: true }], healthy: 'Failed', reachable: 'Failed' },
    { when: 'there is none', endpoints: [], healthy: 'Failed', reachable: 'Failed' },
  ])('are $healthy healthy and $reachable reachable when $when', ({ endpoints, healthy, reachable }) => {
    const slices = [aSlice(pay, endpoints)];
    expect([judgeEndpoints(pay, slices).result, judgeReachable(pay, slices).result]).toEqual([healthy, reachable]);
  });

  test('count over all slices, also those without any', () => {
    expect(judgeEndpoints(pay, [aSlice(pay, [{ ready: true }]), { ...aSlice(pay, []), endpoints: null }]).result).toBe('Passed');
    expect(judgeEndpoints(pay, []).result).toBe('Failed');
  });
});

test.each<{ when: string; spec: SeenService['spec']; expected: boolean }>([
  { when: 'every label is there', spec: { selector: { app: 'pay' } }, expected: true },
  { when: 'one label is missing', spec: { selector: { app: 'pay', tier: 'web' } }, expected: false },
  { when: 'it has no selector', spec: {}, expected: false },
  { when: 'its selector is empty', spec: { selector: {} }, expected: false },
  { when: 'it only names another host', spec: { type: 'ExternalName', selector: { app: 'pay' } }, expected: false },
])('a Service selects a pod: $expected when $when', ({ spec, expected }) => {
  expect(selects(aService('pay', { spec }), { app: 'pay' })).toBe(expected);
});
