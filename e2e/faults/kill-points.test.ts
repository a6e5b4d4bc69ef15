import { describe, expect, test } from '@jest/globals';
import { describeCall, type ApiCall } from './api-call.ts';
import { aThird, classOf, common, concerns, killPoints, labelOf, maskName, writesOf, type WriteClass } from './kill-points.ts';

const group = '/apis/coordination.selfheal.dev/v1alpha1/namespaces/self-healing-platform';

function call(method: string, url: string, body?: object): ApiCall {
  return describeCall({ method, url, body: Buffer.from(body ? JSON.stringify(body) : '') });
}

const status = (name: string, fields: object): ApiCall => call('PATCH', `${group}/remediationactions/${name}/status`, { status: fields });
const cordoned = [{ step: 'cordon', outcome: 'Done' }];

describe('a request', () => {
  test.each([
    { method: 'GET', url: '/api/v1/nodes/w1', is: { verb: 'get', group: '', resource: 'nodes', name: 'w1' } },
    { method: 'GET', url: '/api/v1/nodes?limit=5', is: { verb: 'list', resource: 'nodes' } },
    {
      method: 'GET',
      url: `${group}/remediationplans?watch=true`,
      is: { verb: 'watch', group: 'coordination.selfheal.dev', resource: 'remediationplans' },
    },
    {
      method: 'POST',
      url: '/api/v1/namespaces/shop/pods/pay-1/eviction',
      is: { verb: 'create', resource: 'pods', subresource: 'eviction', name: 'pay-1', namespace: 'shop' },
    },
    {
      method: 'PUT',
      url: '/apis/apps/v1/namespaces/shop/deployments/pay/scale',
      is: { verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale', name: 'pay' },
    },
    { method: 'DELETE', url: '/api/v1/namespaces/shop', is: { verb: 'delete', resource: 'namespaces', name: 'shop' } },
    { method: 'GET', url: '/readyz', is: { verb: 'list', resource: '' } },
  ])('$method $url is told by its path', ({ method, url, is }) => {
    expect(call(method, url)).toMatchObject(is);
  });

  test('that creates something has the name in its body', () => {
    expect(call('POST', `${group}/remediationactions`, { metadata: { name: 'act-1' } }).name).toBe('act-1');
  });
});

describe('a write', () => {
  test.each<{ what: string; write: ApiCall; is: WriteClass }>([
    { what: 'records an intent', write: status('act-1', { intents: [{ step: 'cordon' }] }), is: 'intent' },
    { what: 'closes an intent and opens the next', write: status('act-1', { intents: [...cordoned, { step: 'evict' }] }), is: 'intent' },
    { what: 'records an outcome', write: status('act-1', { intents: cordoned }), is: 'outcome' },
    { what: 'says what is waited for', write: status('act-1', { message: 'Draining' }), is: 'other' },
    { what: 'cordons a node', write: call('PATCH', '/api/v1/nodes/w1', { spec: { unschedulable: true } }), is: 'effect' },
    { what: 'makes an action', write: call('POST', `${group}/remediationactions`, { metadata: { name: 'act-1' } }), is: 'other' },
  ])('that $what is one of the class $is', ({ write, is }) => {
    expect(classOf(write)).toBe(is);
  });

  test('reads the same in every playing', () => {
    const label = (id: string): string => labelOf(status(`act-${id}-01`, { phase: 'Running', intents: [{ step: 'cordon' }] }), id);
    expect(label('z1')).toBe('patch remediationactions/status act-ID-01 Running intents(cordon:open)');
    expect(label('z2')).toBe(label('z1'));
  });

  test('is counted among those that read the same', () => {
    const again = status('act-z1-01', { intents: cordoned });
    expect(writesOf([again, again], 'z1').map(({ nth }) => nth)).toEqual([1, 2]);
  });

  test.each([
    { what: 'of another playing', write: status('act-z9-01', {}) },
    { what: 'that renews a Lease', write: call('PUT', '/apis/coordination.k8s.io/v1/namespaces/z1/leases/engine') },
    { what: 'that is an Event', write: call('POST', '/apis/events.k8s.io/v1/namespaces/z1/events', { metadata: { name: 'z1' } }) },
  ])('$what is left out', ({ write }) => {
    expect(concerns(write, 'z1')).toBe(false);
  });

  test.each([
    ['reboot-0b7c9a52-5f1d-4a0e-9d3c-0a1b2c3d4e5f', 'reboot-UID'],
    ['pay-588fd5f4c9-cfrrg', 'pay-POD'],
    ['z1-w1', 'ID-w1'],
    ['act-z1-01-undo', 'act-ID-01-undo'],
  ])('of %s is called one of %s', (name, masked) => {
    expect(maskName(name, 'z1')).toBe(masked);
  });
});

describe('the kill points', () => {
  const writes = ['a', 'b', 'c'].map((label) => ({ label, nth: 1, class: 'other' as const }));

  test('are two for each write that came in both playings without a fault', () => {
    const points = killPoints(common(writes, writes.slice(1)));
    expect(points.map(({ label, when }) => `${label} ${when}`)).toEqual(['b before', 'b after-commit', 'c before', 'c after-commit']);
  });

  test('of which a third is drawn are the same for the same seed', () => {
    const points = killPoints(writes);
    expect(aThird(points, 7)).toHaveLength(2);
    expect(aThird(points, 7)).toEqual(aThird(points, 7));
  });
});
