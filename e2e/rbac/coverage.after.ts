import { expect, test } from '@jest/globals';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { widgetGroup } from '../operations/widgets.ts';
import { allows, grantingFolders, grantsIn, shippedGrants, wordsOf } from './rules.ts';
import { readUses } from './usage.ts';

/** Runs after every end-to-end test of a whole run: what the audit logs of that run show against what config/ grants. */
const uses = await readUses();
const grants = shippedGrants();

/** Grants that no run of the tests can be sure to use, each with its reason. */
const unseen: Readonly<Record<string, string>> = {
  'update coordination.selfheal.dev/anomalies/finalizers':
    'OwnerReferencesPermissionEnforcement asks for it inside the API server, which is in no audit log',
  'update coordination.selfheal.dev/remediationplans/finalizers': 'the same',
  [`create core/configmaps in ${usualNamespace}`]: 'an apply that makes an object is asked for it, and stands in the audit log as a patch',
  'use security.openshift.io/securitycontextconstraints in self-healing-node-jobs':
    'OpenShift asks for it inside its API server, when the Job controller makes the pod',
};

test('there is the record of a whole run', () => {
  expect(uses?.length ?? 0).toBeGreaterThan(0);
});

/** What each who is known to the API server may ask, by its ClusterRole system:basic-user. */
const openToAll = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'];

test('every request that the engine made in the tests is allowed by its roles', () => {
  // Widgets are what a test opts into, as an administrator does for the kinds of their own operators.
  const shipped = (uses ?? []).filter(({ group, resource }) => group !== widgetGroup && !openToAll.includes(resource));
  const beyond = shipped.filter((use) => !grants.some((grant) => allows(grant, use)));
  expect(beyond.map(wordsOf)).toEqual([]);
});

test.each(grantingFolders())('no grant of config/%s is unused', (folder) => {
  const unused = grantsIn(folder).filter((grant) => !(uses ?? []).some((use) => allows(grant, use)));
  expect(unused.map(wordsOf).filter((words) => unseen[words] === undefined)).toEqual([]);
});
