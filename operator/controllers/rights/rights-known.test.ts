import { expect, jest, test } from '@jest/globals';
import { wordsOf } from '../../api/right.ts';
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
  expect(known.mayLack({ verb: 'patch', group: '', resource: 'nodes' })).toBe(false);
});

test('each right is asked for once, in the namespace where the engine is', async () => {
  const { known, asked, missing } = stage({ denied: ['patch nodes', 'list configmaps in engine-here'] });
  await known.ask('all');
  expect(new Set(missing())).toEqual(new Set(['list configmaps in engine-here', 'patch nodes']));
  expect(asked().filter((key) => key?.includes('self-healing-platform'))).toEqual([]);
  expect(known.mayLack({ verb: 'patch', group: '', resource: 'nodes' })).toBe(true);
  expect(known.mayLack({ verb: 'get', group: '', resource: 'nodes' })).toBe(false);
});

test('what the cluster does not serve is not asked for', async () => {
  const { known, asked } = stage({ serves: false });
  await known.ask('all');
  const foreign = /argoproj|openshift|\.medik8s|metal3|cluster\.x-k8s|karpenter|kserve|selfheal/;
  expect(asked().filter((key) => foreign.test(key ?? ''))).toEqual([]);
  expect(asked()).toEqual(expect.arrayContaining(['patch nodes', 'patch deployments.apps']));
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
