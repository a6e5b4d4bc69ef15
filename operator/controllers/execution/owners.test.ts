import { expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { executionEngine } from '../../testing/execution-engine.ts';
import { addIndexes, ownerOf } from './owners.ts';

test.each([
  { when: 'they are deleted with it', orphaned: false },
  { when: 'the deletion orphaned them', orphaned: true },
])('a deleted plan counts as stopped while an action says what it did, when $when', ({ orphaned }) => {
  const { deps, put } = executionEngine([]);
  addIndexes(deps.caches);
  const { metadata, ...action } = buildAction({ plan: { name: 'plan-1', uid: 'uid-plan-1' }, status: { phase: 'Succeeded' } });
  const labels = { [keys.planUid]: 'uid-plan-1' };
  put({ ...action, metadata: { ...metadata, labels, ...(orphaned && { ownerReferences: [] }) } });
  expect(ownerOf('uid-plan-1', 'w1', deps.caches)).toEqual({ kind: 'ended', phase: 'Cancelled', keepsCordon: true });
});
