import { describe, expect, test } from '@jest/globals';
import { allows, shippedGrants, type Grant } from './rules.ts';

const grant: Grant = { group: 'apps', resource: 'deployments', verb: 'patch' };
const use = { group: 'apps', resource: 'deployments', verb: 'patch', namespace: 'shop' };

describe('the shipped roles', () => {
  test('have no wildcard, no secrets, no deletion of pods and no exec', () => {
    for (const { group, resource, verb, names } of shippedGrants()) {
      expect([group, resource, verb]).not.toContain('*');
      expect(resource).not.toMatch(/^(secrets|pods\/exec|nodes\/proxy)$/);
      if (resource === 'serviceaccounts/token') expect(names).toEqual(['rollout-undo']);
      if (resource === 'pods') expect(verb).not.toMatch(/^(delete|deletecollection)$/);
    }
  });

  test.each([
    { when: 'it is the same verb on the same resource', grant, allowed: true },
    { when: 'the verb differs', grant: { ...grant, verb: 'get' }, allowed: false },
    { when: 'only the subresource is granted', grant: { ...grant, resource: 'deployments/scale' }, allowed: false },
    { when: 'it is granted in another namespace', grant: { ...grant, namespace: 'other' }, allowed: false },
    { when: 'it is granted in that namespace', grant: { ...grant, namespace: 'shop' }, allowed: true },
    { when: 'another object is named', grant: { ...grant, names: ['cart'] }, allowed: false },
  ])('a use is allowed: $allowed, when $when', ({ grant: given, allowed }) => {
    expect(allows(given, use)).toBe(allowed);
  });
});
