import { describe, expect, test } from '@jest/globals';
import { engineUser, rolloutUndoUser } from '../harness/audit.ts';
import { allows, grantingFolders, grantsIn, shippedGrants, wordsOf, type Grant } from './rules.ts';

const grant: Grant = { account: engineUser, group: 'apps', resource: 'deployments', verb: 'patch' };
const use = { ...grant, namespace: 'shop' };

/** What the engine writes of other people's in an installation that opted in to nothing. */
const restartsAndScales = [
  'patch apps/deployments',
  'patch apps/statefulsets',
  'patch apps/daemonsets',
  'update apps/deployments/scale',
  'update apps/statefulsets/scale',
  'update apps/replicasets/scale',
];

/** What nobody misses: questions that store nothing, Events, and its own objects in its own namespace. */
const harmless = /(coordination\.selfheal\.dev|events|tokenreviews|subjectaccessreviews|in self-healing-platform$)/;

describe('the shipped roles', () => {
  test('have no wildcard, no secrets, no deletion of pods and no exec', () => {
    for (const { group, resource, verb, names } of shippedGrants()) {
      expect([group, resource, verb]).not.toContain('*');
      expect(resource).not.toMatch(/^(secrets|pods\/exec|nodes\/proxy)$/);
      if (resource === 'serviceaccounts/token') expect(names).toEqual(['rollout-undo']);
      if (resource === 'pods') expect(verb).not.toMatch(/^(delete|deletecollection)$/);
    }
  });

  test('let every installation restart and scale workloads, and read, and nothing else', () => {
    const bound = grantsIn('rbac').filter((one) => !isForJobs(one));
    const writes = bound.filter(({ verb }) => !['get', 'list', 'watch'].includes(verb)).map(wordsOf);
    expect(writes.filter((words) => !harmless.test(words))).toEqual(restartsAndScales);
  });

  test('let the privileged Jobs on nodes be what OpenShift takes for privileged, and nothing else', () => {
    const account = 'system:serviceaccount:self-healing-node-jobs:node-jobs';
    const [group, resource, namespace] = ['security.openshift.io', 'securitycontextconstraints', 'self-healing-node-jobs'];
    expect(shippedGrants().filter((one) => one.account === account)).toEqual([
      { account, group, resource, verb: 'use', namespace, names: ['privileged'] },
    ]);
  });

  test.each(grantingFolders().filter((folder) => folder !== 'rbac'))('%s gives nothing that every installation has', (folder) => {
    const base = grantsIn('rbac').filter((one) => !isForJobs(one));
    const twice = grantsIn(folder).filter((one) => base.some((given) => allows(given, { ...one, name: one.names?.[0] })));
    expect(twice.map(wordsOf)).toEqual([]);
  });

  test.each([
    { when: 'it is the same verb on the same resource', grant, allowed: true },
    { when: 'the verb differs', grant: { ...grant, verb: 'get' }, allowed: false },
    { when: 'only the subresource is granted', grant: { ...grant, resource: 'deployments/scale' }, allowed: false },
    { when: 'it is granted in another namespace', grant: { ...grant, namespace: 'other' }, allowed: false },
    { when: 'it is granted in that namespace', grant: { ...grant, namespace: 'shop' }, allowed: true },
    { when: 'another object is named', grant: { ...grant, names: ['cart'] }, allowed: false },
    { when: 'another account has it', grant: { ...grant, account: rolloutUndoUser }, allowed: false },
  ])('a use is allowed: $allowed, when $when', ({ grant: given, allowed }) => {
    expect(allows(given, use)).toBe(allowed);
  });
});

/** Those of the ClusterRole for run_job, which nothing binds. */
function isForJobs({ group, resource, verb, namespace }: Grant): boolean {
  return group === 'batch' && resource === 'jobs' && ['create', 'delete'].includes(verb) && namespace === undefined;
}
