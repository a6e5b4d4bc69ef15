import { expect, test } from '@jest/globals';
import { apiVersion, controllingPlanOf } from './resource.ts';

test.each([
  { owner: 'a plan', reference: {}, uid: 'uid-plan' },
  { owner: 'a plan that does not control it', reference: { controller: false }, uid: undefined },
  { owner: 'another kind of ours', reference: { kind: 'Anomaly' }, uid: undefined },
  { owner: 'a kind of somebody else that has the uid of a plan', reference: { apiVersion: 'nosuch.example/v1' }, uid: undefined },
])('what is owned by $owner belongs to the plan $uid', ({ reference, uid }) => {
  const owner = { apiVersion, kind: 'RemediationPlan', name: 'plan', uid: 'uid-plan', controller: true, ...reference };
  expect(controllingPlanOf({ metadata: { ownerReferences: [owner] } })).toBe(uid);
});
