import { expect, test } from '@jest/globals';
import { allows, shippedGrants, wordsOf } from './rules.ts';
import { readUses } from './usage.ts';

/** Runs after every end-to-end test of a whole run: what the audit logs of that run show against what config/rbac grants. */
const uses = await readUses();
const grants = shippedGrants();

/** Grants that no run of the tests can be sure to use, each with its reason. */
const unseen: Readonly<Record<string, string>> = {
  'update coordination.selfheal.dev/anomalies/finalizers':
    'OwnerReferencesPermissionEnforcement asks for it inside the API server, which is in no audit log',
  'update coordination.selfheal.dev/remediationplans/finalizers': 'the same',
  'get coordination.selfheal.dev/anomalies': 'only when an incident moves while a report to it is counted; shown by a unit test',
  'list apps/deployments': 'only when more than three Deployments of one namespace have pods on a node; shown by a unit test',
  'patch events.k8s.io/events': 'only when the same Event repeats within six minutes; shown by a unit test',
};

test('there is the record of a whole run', () => {
  expect(uses?.length ?? 0).toBeGreaterThan(0);
});

test('every request that the engine made in the tests is allowed by its roles', () => {
  const beyond = (uses ?? []).filter((use) => !grants.some((grant) => allows(grant, use)));
  expect(beyond.map(wordsOf)).toEqual([]);
});

test('no grant is unused', () => {
  const unused = grants.filter((grant) => !(uses ?? []).some((use) => allows(grant, use)));
  expect(unused.map(wordsOf).filter((words) => unseen[words] === undefined)).toEqual([]);
});
