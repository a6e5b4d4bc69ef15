import { expect, jest, test } from '@jest/globals';
import { wordsOf, type Right } from '../../api/right.ts';
import { Transient } from '../../kube/errors.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { makeRightsKnown } from './rights-known.ts';

/** Kinds that are not Kubernetes' own are served when `serves` says so. */
function stage({ denied = [], serves = true }: { readonly denied?: string[]; readonly serves?: boolean } = {}) {
  const cluster = new FakeCluster({ denied });
  jest
    .spyOn(cluster, 'served')
    .mockImplementation((apiVersion, kind) =>
      Promise.resolve(serves ? { apiVersion, kind, plural: kind.toLowerCase(), namespaced: true } : undefined),
    );
  const known = makeRightsKnown(cluster, 'engine-here');
  const asked = () => cluster.calls.filter(({ what }) => what === 'SelfSubjectAccessReview').map(({ key }) => key);
  return { cluster, known, asked, missing: () => known.report().missing.map(wordsOf) };
}

test('nothing is known, and nothing held to be missing, before the API server was asked', () => {
  const { known } = stage({ denied: ['patch nodes'] });
  expect(known.report()).toEqual({ asked: false, missing: [] });
  expect(known.missingFor({ verb: 'patch', group: '', resource: 'nodes' })).toBeUndefined();
});

test('each right is asked for once, in the namespace where the engine is', async () => {
  const { known, asked, missing } = stage({ denied: ['patch nodes', 'list configmaps in engine-here'] });
  await known.ask('all');
  expect(new Set(missing())).toEqual(new Set(['list configmaps in engine-here', 'patch nodes']));
  expect(asked().filter((key) => key?.includes('self-healing-platform'))).toEqual([]);
});

const createJobs = { verb: 'create', group: 'batch', resource: 'jobs' } as const;
const takeAccount = { verb: 'create', group: '', resource: 'serviceaccounts/token', namespace: 'engine-here' } as const;

test.each<{ right: Right; by: string; missing: readonly string[] | undefined }>([
  { right: { verb: 'patch', group: '', resource: 'nodes' }, by: 'the missing right itself', missing: ['node-drain'] },
  { right: { verb: 'patch', group: '', resource: 'nodes', name: 'w1' }, by: 'the right on all of them', missing: ['node-drain'] },
  { right: { verb: 'get', group: '', resource: 'nodes' }, by: 'nothing: it is there', missing: undefined },
  { right: { ...createJobs, namespace: 'self-healing-node-jobs' }, by: 'the right in that namespace', missing: ['node-jobs'] },
  { right: { ...createJobs, namespace: 'shop' }, by: 'nothing: a role of another namespace', missing: undefined },
  { right: { ...takeAccount, name: 'rollout-undo' }, by: 'the right on that name', missing: ['rollout-undo'] },
  { right: { ...takeAccount, name: 'default' }, by: 'nothing: a role on another name', missing: undefined },
])('the missing right that would give $right is $by', async ({ right, missing }) => {
  const denied = ['patch nodes', 'create jobs.batch in self-healing-node-jobs', 'create serviceaccounts/token in engine-here'];
  const { known } = stage({ denied });
  await known.ask('all');
  expect(known.missingFor(right)?.by).toEqual(missing);
});

test('what the cluster does not serve is not asked for', async () => {
  const { known, asked } = stage({ serves: false });
  await known.ask('all');
  const foreign = /argoproj|openshift|\.medik8s|metal3|cluster\.x-k8s|karpenter|kserve/;
  expect(asked().filter((key) => foreign.test(key ?? ''))).toEqual([]);
  expect(asked()).toEqual(expect.arrayContaining(['patch nodes', 'patch deployments.apps']));
});

test('the kinds of the engine are asked for although they may be installed after its start', async () => {
  const { known, missing } = stage({ serves: false, denied: ['patch anomalies.coordination.selfheal.dev/status'] });
  await known.ask('all');
  expect(missing()).toEqual(['patch anomalies.coordination.selfheal.dev/status']);
});

test('what is open is what was missing, and nothing else is asked for again', async () => {
  const denied = ['patch nodes', 'create pods/eviction'];
  const { known, asked, missing } = stage({ denied });
  await known.ask('all');
  const before = asked().length;
  denied.splice(0, 1);
  await known.ask('open');
  expect(asked().slice(before)).toEqual(['patch nodes', 'create pods/eviction']);
  expect(missing()).toEqual(['create pods/eviction']);
});

test('listeners hear of the first answer and of each change', async () => {
  const denied = ['patch nodes'];
  const { known } = stage({ denied });
  const heard = jest.fn();
  known.onChange(heard);
  await known.ask('all');
  await known.ask('all');
  expect(heard).toHaveBeenCalledTimes(1);
  denied.pop();
  await known.ask('open');
  expect(heard).toHaveBeenCalledTimes(2);
});

test('who cannot ask keeps what was known', async () => {
  const { known, cluster } = stage({ denied: ['patch nodes'] });
  await known.ask('all');
  const before = known.report();
  jest.spyOn(cluster, 'create').mockRejectedValueOnce(new Transient({ message: 'down', reason: 'Timeout' }));
  await expect(known.ask('open')).rejects.toThrow('down');
  expect(known.report()).toEqual(before);
});
