import { expect, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { wordsOf } from '../api/right.ts';
import { mayDo, missingRights, rightsOn } from './access.ts';
import { kinds } from './kinds.ts';

test.each([
  { rights: rightsOn(kinds.Node, ['get', 'patch']), words: ['get nodes', 'patch nodes'] },
  { rights: rightsOn(kinds.Node, ['get'], { namespace: 'shop' }), words: ['get nodes'] },
  { rights: rightsOn(kinds.Pod, ['create'], { subresource: 'eviction' }), words: ['create pods/eviction'] },
  {
    rights: rightsOn(kinds.Deployment, ['update'], { namespace: 'shop', subresource: 'scale' }),
    words: ['update deployments.apps/scale in shop'],
  },
])('rights are told as $words', ({ rights, words }) => {
  expect(rights.map(wordsOf)).toEqual(words);
});

test('the API server says which rights are missing; each is asked for once', async () => {
  const cluster = new FakeCluster({ denied: ['patch nodes', 'create pods/eviction'] });
  const rights = [
    ...rightsOn(kinds.Node, ['get', 'patch']),
    ...rightsOn(kinds.Node, ['patch']),
    ...rightsOn(kinds.Pod, ['create'], { subresource: 'eviction' }),
  ];
  expect((await missingRights(cluster, rights)).map(wordsOf)).toEqual(['patch nodes', 'create pods/eviction']);
  expect(cluster.calls.map(({ what, key }) => `${what} ${key}`)).toEqual([
    'SelfSubjectAccessReview get nodes',
    'SelfSubjectAccessReview patch nodes',
    'SelfSubjectAccessReview create pods/eviction',
  ]);
});

test('of somebody else it says whether they may do something to a resource, or with an address', async () => {
  const cluster = new FakeCluster({ allow: ['create SubjectAccessReview'] });
  const alice = { user: 'alice', groups: ['people'] };
  await mayDo(cluster, alice, { verb: 'list', group: '', resource: 'nodes' });
  await mayDo(cluster, alice, { verb: 'get', path: '/metrics' });
  expect(cluster.calls.map(({ body }) => body)).toMatchObject([
    { spec: { ...alice, resourceAttributes: { verb: 'list', group: '', resource: 'nodes' } } },
    { spec: { ...alice, nonResourceAttributes: { verb: 'get', path: '/metrics' } } },
  ]);
});
