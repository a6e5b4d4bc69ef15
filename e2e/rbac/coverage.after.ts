import { expect, test } from '@jest/globals';
import { allows, shippedGrants, wordsOf } from './rules.ts';
import { readUses } from './usage.ts';

/** Runs after every end-to-end test of a whole run: what the audit logs of that run show against what config/rbac grants. */
const uses = await readUses();
const grants = shippedGrants();

/** OpenShift's OwnerReferencesPermissionEnforcement asks for it by a SubjectAccessReview inside the API server, which is in no audit log. */
const unseen = new Set([
  'update coordination.selfheal.dev/anomalies/finalizers',
  'update coordination.selfheal.dev/remediationplans/finalizers',
]);

test('there is the record of a whole run', () => {
  expect(uses?.length ?? 0).toBeGreaterThan(0);
});

test('every request that the engine made in the tests is allowed by its roles', () => {
  const beyond = (uses ?? []).filter((use) => !grants.some((grant) => allows(grant, use)));
  expect(beyond.map(wordsOf)).toEqual([]);
});

test('no grant is unused', () => {
  const unused = grants.filter((grant) => !(uses ?? []).some((use) => allows(grant, use)));
  expect(unused.map(wordsOf).filter((words) => !unseen.has(words))).toEqual([]);
});
