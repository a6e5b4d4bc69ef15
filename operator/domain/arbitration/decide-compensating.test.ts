import { describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../testing/action-builder.ts';
import { blockedSince, heldSince, judge, type Row } from '../../testing/judge-actions.ts';
import type { Seen } from './decide.ts';

const scale = { type: 'resource_scaling', target: 'Deployment/shop/pay' } as const;
const restart = { type: 'application_remediation', target: 'Deployment/shop/pay' } as const;
const drain = { operation: 'drain_node' } as const;

describe('a compensating action', () => {
  const undo = { compensates: { name: 'act-x-01', uid: 'x' }, priority: 1, source: 'manual', planUid: 'p', createdAt: 50 } as const;

  test.each<{ when: string; rows: Row[]; expected: Record<string, string>; settings?: Partial<Seen> }>([
    {
      when: 'goes first, without a place, past holds and exclusive types',
      rows: [
        { name: 'a', ...scale, status: heldSince(1) },
        { name: 'b', priority: 1 },
        { name: 'u', ...undo },
      ],
      settings: { maxActive: 1, holds: new Map([['/node//w1', { uid: 'q', ref: 'RemediationPlan/x/q' }]]) },
      expected: { b: 'Blocked/TargetHeld by q (same_target)', u: 'Admitted before b' },
    },
    {
      when: 'waits for what runs on its target',
      rows: [
        { name: 'a', ...drain, status: heldSince(1) },
        { name: 'u', ...undo },
      ],
      expected: { u: 'Blocked/TargetBusy by a (same_target)' },
    },
    {
      when: 'does not wait for what runs inside its target',
      rows: [
        { name: 'a', ...restart, nodes: ['w1'], status: heldSince(1) },
        { name: 'u', ...undo },
      ],
      expected: { u: 'Admitted' },
    },
    {
      when: 'lets nobody beside it on its target, nor inside it, and ends nobody as a duplicate',
      rows: [
        { name: 'a' },
        { name: 'b', ...restart, nodes: ['w1'] },
        { name: 'c', ...scale, target: 'Deployment/shop/web', nodes: ['w9'] },
        { name: 'u', ...undo },
      ],
      expected: {
        u: 'Admitted before a',
        a: 'Blocked/LowerPriority by u (same_target)',
        b: 'Blocked/LowerPriority by u (contained_target)',
        c: 'Blocked/OlderWins by a (exclusive_types)',
      },
    },
    {
      when: 'waits for another one on its target',
      rows: [
        { name: 'u', ...undo },
        { name: 'v', ...undo, createdAt: 51 },
      ],
      expected: { u: 'Admitted before v', v: 'Blocked/OlderWins by u (same_target)' },
    },
  ])('$when', ({ rows, expected, settings }) => {
    expect(judge(rows, settings)).toEqual(expected);
  });
});

describe('who is named', () => {
  const many = (count: number, wish: (index: number) => ActionWish): Row[] =>
    Array.from({ length: count }, (_, index) => ({ name: `m${index}`, ...wish(index) }));

  test('ten rivals at most', () => {
    const rows = many(15, (index) => ({ ...scale, parameters: { replicas: index }, createdAt: index }));
    expect(judge(rows)['m0']).toBe('Admitted before m1 m2 m3 m4 m5 m6 m7 m8 m9 m10');
  });

  test('the recorded winner as long as it is of the strongest kind', () => {
    const recorded = blockedSince(3590, 'OlderWins', 'RemediationAction/self-healing-platform/b');
    const rows: Row[] = [
      { name: 'a', target: 'Node/w2', priority: 2 },
      { name: 'b', target: 'Node/w3', priority: 2, createdAt: 1 },
      { name: 'c', ...scale, status: recorded },
      { name: 'd', ...scale, target: 'Deployment/shop/web', createdAt: 5 },
    ];
    const verdicts = judge(rows);
    expect(verdicts['c']).toBe('Blocked/LowerPriority by b (exclusive_types)');
    expect(verdicts['d']).toBe('Blocked/LowerPriority by a (exclusive_types)');
  });
});
