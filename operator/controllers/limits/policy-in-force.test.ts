import { describe, expect, test } from '@jest/globals';
import { environmentPolicy } from '../../config.ts';
import { fakeEngine, usualSettings } from '../../testing/fake-engine.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { changesPolicy, makePolicyInForce } from './policy-in-force.ts';

describe('the policy in force', () => {
  test('is that of the environment, then of the object, then of a newer one, then of the environment again', () => {
    const { deps, put } = fakeEngine({ settings: { maxActiveActions: 7 } });
    const seen = [deps.policy().maxActiveActions];
    put(buildPolicy({ maxActiveActions: 3 }));
    seen.push(deps.policy().maxActiveActions);
    put(buildPolicy({ maxActiveActions: 4 }));
    seen.push(deps.policy().maxActiveActions);
    for (const policy of deps.caches.policies.list()) deps.caches.policies.remove(policy);
    seen.push(deps.policy().maxActiveActions);
    expect(seen).toEqual([7, 3, 4, 7]);
  });

  test('is worked out once for one spec, whatever is written in its status', () => {
    const { deps, put } = fakeEngine();
    const { resolved } = makePolicyInForce(deps.caches.policies, environmentPolicy(usualSettings));
    put(buildPolicy({}));
    const first = resolved();
    expect(resolved()).toBe(first);
    put(buildPolicy({}));
    expect(resolved()).not.toBe(first);
  });
});

describe('another policy holds', () => {
  const policy = buildPolicy({});
  test.each([
    { when: 'it appears', change: { kind: 'added', object: policy } as const, changes: true },
    { when: 'it goes', change: { kind: 'deleted', object: policy, previous: policy } as const, changes: true },
    { when: 'its spec changes', change: { kind: 'updated', object: buildPolicy({}), previous: policy } as const, changes: true },
    {
      when: 'only its status changes',
      change: { kind: 'updated', object: { ...policy, status: { reason: 'Accepted' } }, previous: policy } as const,
      changes: false,
    },
  ])('when $when: $changes', ({ change, changes }) => expect(changesPolicy(change)).toBe(changes));
});
