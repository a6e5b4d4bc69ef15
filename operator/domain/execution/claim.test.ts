import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { claimOn, cordonPatch, isOurCordon, judgeClaim, releasePatch, type ClaimableNode, type ClaimOwner } from './claim.ts';

const node = (annotations: Record<string, string> = {}, unschedulable?: boolean): ClaimableNode => ({
  metadata: { name: 'w1', uid: 'u', resourceVersion: '7', annotations },
  spec: unschedulable === undefined ? {} : { unschedulable },
});
const marks = (was?: string): Record<string, string> => ({
  [keys.claim]: 'p',
  [keys.token]: 't',
  ...(was !== undefined && { [keys.wasUnschedulable]: was }),
});
const guard = { uid: 'u', resourceVersion: '7' };

describe('judgeClaim', () => {
  const ended = (phase: string, more: Partial<Extract<ClaimOwner, { kind: 'ended' }>> = {}): ClaimOwner => ({
    kind: 'ended',
    phase,
    keepsCordon: false,
    ...more,
  });
  test.each([
    { owner: { kind: 'unfinished' } as const, was: false, verdict: 'keep' },
    { owner: { kind: 'gone' } as const, was: false, verdict: 'uncordon' },
    { owner: { kind: 'gone' } as const, was: true, verdict: 'leave' },
    { owner: { kind: 'gone' } as const, was: undefined, verdict: 'leave' },
    { owner: ended('Succeeded'), was: false, verdict: 'leave' },
    { owner: ended('Failed'), was: false, verdict: 'uncordon' },
    { owner: ended('Failed'), was: true, verdict: 'leave' },
    { owner: ended('RolledBack', { keepsCordon: true }), was: false, verdict: 'uncordon' },
    { owner: ended('RollbackFailed'), was: false, verdict: 'keep' },
    { owner: ended('Cancelled'), was: false, verdict: 'uncordon' },
    { owner: ended('Cancelled', { keepsCordon: true }), was: false, verdict: 'leave' },
    { owner: ended('Cancelled', { reason: 'TakenOver' }), was: false, verdict: 'leave' },
  ])('$owner with was-unschedulable $was: $verdict', ({ owner, was, verdict }) => {
    expect(judgeClaim({ owner: 'p', wasUnschedulable: was }, owner)).toBe(verdict);
  });
});

test.each([
  { annotations: {}, claim: undefined },
  { annotations: marks('false'), claim: { owner: 'p', wasUnschedulable: false } },
  { annotations: marks('true'), claim: { owner: 'p', wasUnschedulable: true } },
  { annotations: marks('ours'), claim: { owner: 'p', wasUnschedulable: true, wasOurs: true } },
  { annotations: marks(), claim: { owner: 'p', wasUnschedulable: undefined } },
  { annotations: marks('yes'), claim: { owner: 'p', wasUnschedulable: undefined } },
])('annotations $annotations are the claim $claim', ({ annotations, claim }) => {
  expect(claimOn(node(annotations))).toEqual(claim);
});

test('a cordon is ours only with our token on it', () => {
  expect([isOurCordon(node(marks(), true)), isOurCordon(node({}, true)), isOurCordon(node(marks()))]).toEqual([true, false, false]);
});

test('the cordon and its marks are one guarded write', () => {
  expect(cordonPatch(node(), { owner: 'p', wasUnschedulable: false, token: 't' })).toEqual({
    metadata: { ...guard, annotations: marks('false') },
    spec: { unschedulable: true },
  });
});

test('a cordon over one that we left says so', () => {
  const patch = cordonPatch(node({ [keys.token]: 'earlier' }, true), { owner: 'p', wasUnschedulable: true, token: 't' });
  expect(patch).toMatchObject({ metadata: { annotations: marks('ours') } });
});

test.each([
  { how: 'uncordon' as const, given: node(marks('false'), true), token: true, lifts: true },
  { how: 'uncordon' as const, given: node(marks('false')), token: true, lifts: false },
  { how: 'leave' as const, given: node(marks('false'), true), token: false, lifts: false },
  { how: 'leave' as const, given: node(marks('true'), true), token: true, lifts: false },
  { how: 'leave' as const, given: node(marks('ours'), true), token: false, lifts: false },
  { how: 'leave' as const, given: node(marks('false')), token: true, lifts: false },
])('$how takes the marks off (the token: $token) and lifts the cordon: $lifts', ({ how, given, token, lifts }) => {
  expect(releasePatch(given, how)).toEqual({
    metadata: { ...guard, annotations: { [keys.claim]: null, [keys.wasUnschedulable]: null, ...(token && { [keys.token]: null }) } },
    ...(lifts && { spec: { unschedulable: null } }),
  });
});
