import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { correlatedNamespace, foundGroups } from './found-groups.ts';

const system = 'self-healing-platform';
const of = (wish: ActionWish) => buildAction({ type: 'alert_correlation', target: 'Namespace/shop', namespace: 'shop', ...wish });
const group = { cause: 'Node/w1', tie: 'node', members: [{ name: 'a', uid: 'u' }] };
const succeeded = (groups: unknown): RemediationActionStatus => ({ phase: 'Succeeded', result: { groups } });

describe('a correlation is about', () => {
  test.each<{ what: string; wish: ActionWish; about: string | undefined }>([
    { what: 'its own namespace', wish: {}, about: 'shop' },
    { what: 'any that the system namespace names', wish: { namespace: system }, about: 'shop' },
    { what: 'no other', wish: { namespace: 'bank' }, about: undefined },
    { what: 'nothing in a dry run', wish: { dryRun: true }, about: undefined },
    { what: 'nothing when it is another operation', wish: { type: 'model_inference', operation: 'predict' }, about: undefined },
  ])('$what', ({ wish, about }) => {
    expect(correlatedNamespace(of(wish), system)).toBe(about);
  });
});

describe('what a correlation found', () => {
  test('are its groups', () => {
    expect(foundGroups(of({ status: succeeded([group]) }))).toEqual([group]);
  });

  test.each<{ when: string; status: RemediationActionStatus | undefined }>([
    { when: 'it has not begun', status: undefined },
    { when: 'it has failed', status: { phase: 'Failed', result: { groups: [group] } } },
    { when: 'there are none', status: succeeded([]) },
    { when: 'they are no list', status: succeeded('all') },
    { when: 'one has no cause', status: succeeded([{ members: [] }, null, 'x']) },
    { when: 'a member has no uid', status: succeeded([{ cause: 'x', members: [{ name: 'a' }] }]) },
  ])('is nothing when $when', ({ status }) => {
    expect(foundGroups(of({ status }))).toEqual([]);
  });

  test('is nothing of another operation', () => {
    expect(foundGroups(of({ type: 'model_inference', operation: 'predict', status: succeeded([group]) }))).toEqual([]);
  });
});
